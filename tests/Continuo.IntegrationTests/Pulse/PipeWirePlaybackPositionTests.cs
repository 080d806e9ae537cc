using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Pulse;

public sealed class PipeWirePlaybackPositionTests(PipeWireServerFixture server)
    : PlaybackPositionTests(server), IClassFixture<PipeWireServerFixture>
{
    /// <inheritdoc/>
    /// <remarks>
    /// Two periods of its graph. It reports both what a stream has written and what was captured as of its last cycle, and a cycle may be a
    /// period late when the machine is busy.
    /// </remarks>
    protected override double Tolerance => 2 * 1024 / 48.0;
}
