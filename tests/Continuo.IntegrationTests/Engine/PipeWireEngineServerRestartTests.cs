using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Engine;

public sealed class PipeWireEngineServerRestartTests(PipeWireServerFixture server)
    : EngineServerRestartTests(server), IClassFixture<PipeWireServerFixture>;
