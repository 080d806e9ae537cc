using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Pulse;

public sealed class PulseServerRestartTests(PulseServerFixture server) : ServerRestartTests(server), IClassFixture<PulseServerFixture>;
