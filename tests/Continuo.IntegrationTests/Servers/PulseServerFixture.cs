using System.Diagnostics;

namespace Continuo.IntegrationTests.Servers;

/// <summary>A private PulseAudio with a null sink.</summary>
public sealed class PulseServerFixture : AudioServerFixture
{
    // Below its sinks' threads, which are at 5.
    private const int Priority = 4;

    private Process? _server;

    /// <inheritdoc/>
    protected override string SocketPath => Path.Combine(Directory, "test.socket");

    /// <inheritdoc/>
    protected override Process Launch() => _server = TestTool.StartPunctual(
        "pulseaudio",
        [
            "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
            "-L", $"module-native-protocol-unix auth-anonymous=1 socket={SocketPath}",
            "-L", $"module-null-sink sink_name={Sink} rate=48000 channels=2 format=float32le",
        ],
        Environment);

    /// <inheritdoc/>
    protected override void Prepare()
    {
        // The sink is there from the beginning. PulseAudio starts by giving up whatever priority it was started with.
        TestTool.MakePunctual(_server!, Priority);
    }
}
