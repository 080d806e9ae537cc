using System.Diagnostics;

namespace Continuo.IntegrationTests.Servers;

/// <summary>A private PipeWire with its session manager, its PulseAudio server and a null sink.</summary>
public sealed class PipeWireServerFixture : AudioServerFixture
{
    /// <inheritdoc/>
    protected override string SocketPath => Path.Combine(Directory, "pulse", "native");

    /// <inheritdoc/>
    protected override Process Launch()
    {
        TestTool.Require("dbus-run-session", "pipewire", "wireplumber", "pipewire-pulse", "pactl");
        // The socket that a killed server has left must not be taken for the new one's. A manager that comes too early tries again.
        const string Session = """
            rm -f $XDG_RUNTIME_DIR/pipewire-0*
            pipewire &
            until [ -S $XDG_RUNTIME_DIR/pipewire-0 ]; do sleep 0.02; done
            while :; do wireplumber; sleep 0.1; done &
            while :; do pipewire-pulse; sleep 0.1; done &
            wait
            """;
        return TestTool.StartPunctual("dbus-run-session", ["--", "bash", "-c", Session], Environment);
    }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        Control("load-module", "module-null-sink", $"sink_name={Sink}", "rate=48000", "channels=2");
        // The session manager chooses the default output, as soon as it is awake.
        var until = Stopwatch.StartNew();
        while (Control("get-default-sink").Trim() != Sink)
        {
            Assert.True(until.Elapsed < TimeSpan.FromSeconds(60), "wireplumber does not choose the null sink");
            Thread.Sleep(20);
        }
    }
}
