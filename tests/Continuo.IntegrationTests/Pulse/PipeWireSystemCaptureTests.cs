using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Pulse;

public sealed class PipeWireSystemCaptureTests(PipeWireServerFixture server)
    : SystemCaptureTests(server), IClassFixture<PipeWireServerFixture>;
