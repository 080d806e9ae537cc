using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Pulse;

public sealed class PulseSystemCaptureTests(PulseServerFixture server) : SystemCaptureTests(server), IClassFixture<PulseServerFixture>;
