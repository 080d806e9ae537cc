using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Pulse;

public sealed class PipeWireApplicationCaptureTests(PipeWireServerFixture server) : ApplicationCaptureTests(server), IClassFixture<PipeWireServerFixture>;
