using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Pulse;

public sealed class PipeWirePlaybackPositionTests(PipeWireServerFixture server) : PlaybackPositionTests(server), IClassFixture<PipeWireServerFixture>
{
    /// <inheritdoc/>
    /// <remarks>A period of its graph: it tells what a stream has written and what was captured as of its last cycle.</remarks>
    protected override double Tolerance => 1024 / 48.0;
}
