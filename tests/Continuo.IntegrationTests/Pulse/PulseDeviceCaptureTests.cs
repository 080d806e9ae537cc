using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Pulse;

public sealed class PulseDeviceCaptureTests(PulseServerFixture server) : DeviceCaptureTests(server), IClassFixture<PulseServerFixture>;
