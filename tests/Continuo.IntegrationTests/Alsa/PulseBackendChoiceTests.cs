using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Alsa;

public sealed class PulseBackendChoiceTests(PulseServerFixture server)
    : BackendChoiceTests(server, "PulseAudio "), IClassFixture<PulseServerFixture>;
