using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Engine;

public sealed class PulseEngineServerRestartTests(PulseServerFixture server)
    : EngineServerRestartTests(server), IClassFixture<PulseServerFixture>;
