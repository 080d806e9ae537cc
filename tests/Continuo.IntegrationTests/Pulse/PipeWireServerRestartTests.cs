using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Pulse;

public sealed class PipeWireServerRestartTests(PipeWireServerFixture server)
    : ServerRestartTests(server), IClassFixture<PipeWireServerFixture>;
