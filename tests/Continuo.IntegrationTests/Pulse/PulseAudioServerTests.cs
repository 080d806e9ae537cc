using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Pulse;

public sealed class PulseAudioServerTests(PulseServerFixture server) : AudioServerTests(server), IClassFixture<PulseServerFixture>;
