using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Pulse;

public sealed class PipeWireApplicationCaptureTests(PipeWireServerFixture server)
    : ApplicationCaptureTests(server), IClassFixture<PipeWireServerFixture>
{
    /// <inheritdoc/>
    /// <remarks>
    /// Two periods of its graph: the session manager links a recorder to a new stream after that has begun to play, some 15 ms later, and a
    /// period more when the machine is busy.
    /// </remarks>
    protected override int Tolerance => 2 * 1024;
}
