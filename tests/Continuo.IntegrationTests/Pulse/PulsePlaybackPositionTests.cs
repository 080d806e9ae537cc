using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Pulse;

public sealed class PulsePlaybackPositionTests(PulseServerFixture server) : PlaybackPositionTests(server), IClassFixture<PulseServerFixture>
{
    /// <inheritdoc/>
    protected override double Tolerance => 1;
}
