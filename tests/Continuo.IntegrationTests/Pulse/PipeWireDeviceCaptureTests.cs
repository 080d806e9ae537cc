using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Pulse;

public sealed class PipeWireDeviceCaptureTests(PipeWireServerFixture server)
    : DeviceCaptureTests(server), IClassFixture<PipeWireServerFixture>;
