using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Pulse;

public sealed class PulseApplicationCaptureTests(PulseServerFixture server)
    : ApplicationCaptureTests(server), IClassFixture<PulseServerFixture>;
