using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Alsa;

public sealed class PipeWireBackendChoiceTests(PipeWireServerFixture server)
    : BackendChoiceTests(server, "PipeWire "), IClassFixture<PipeWireServerFixture>;
