using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Pulse;

public sealed class PipeWireAudioServerTests(PipeWireServerFixture server) : AudioServerTests(server), IClassFixture<PipeWireServerFixture>;
