using System.Diagnostics;

namespace Continuo.IntegrationTests.Servers;

/// <summary>
/// A private system bus with polkit and rtkit, where the tests may have one (as root). Else the machine's own is asked,
/// as a user's program would.
/// </summary>
public sealed class RealTimeKitFixture : IDisposable
{
    private readonly string _directory = System.IO.Directory.CreateTempSubdirectory("continuo-rtkit-").FullName;
    private readonly List<Process> _services = [];

    /// <summary>Starts the services.</summary>
    public RealTimeKitFixture()
    {
        if (!System.Environment.IsPrivilegedProcess) return;
        const string RealTimeKit = "/usr/libexec/rtkit-daemon";
        const string Authority = "/usr/lib/polkit-1/polkitd";
        Assert.True(File.Exists(RealTimeKit) && File.Exists(Authority), "this test needs rtkit: apt install rtkit polkitd");
        TestTool.Run("chmod", ["755", _directory]);
        var (socket, configuration) = (Path.Combine(_directory, "bus"), Path.Combine(_directory, "bus.conf"));
        File.WriteAllText(configuration, $"""
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>system</type>
              <listen>unix:path={socket}</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow user="*"/>
                <allow own="*"/>
                <allow send_type="method_call"/>
                <allow send_type="signal"/>
                <allow send_requested_reply="true"/>
                <allow receive_type="method_call"/>
                <allow receive_type="signal"/>
                <allow receive_requested_reply="true"/>
              </policy>
            </busconfig>
            """);
        Environment = new Dictionary<string, string> { ["DBUS_SYSTEM_BUS_ADDRESS"] = $"unix:path={socket}" };
        _services.Add(TestTool.Start("dbus-daemon", [$"--config-file={configuration}", "--nofork", "--nopidfile"]));
        Await(() => File.Exists(socket), "dbus-daemon does not listen");
        _services.Add(TestTool.Start(Authority, [], Environment));
        _services.Add(TestTool.Start(
            RealTimeKit, ["--no-drop-privileges", "--no-chroot", "--no-limit-resources", "--stderr"], Environment));
        foreach (var name in new[] { "org.freedesktop.PolicyKit1", "org.freedesktop.RealtimeKit1" })
        {
            Await(() => IsOnBus(name), $"{name} does not come up");
        }
    }

    /// <summary>For the programs that are to find the bus.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    /// <summary>Ends the services.</summary>
    public void Dispose()
    {
        foreach (var service in Enumerable.Reverse(_services)) TestTool.Kill(service);
        System.IO.Directory.Delete(_directory, recursive: true);
    }

    private bool IsOnBus(string name) => TestTool.Run(
        "dbus-send",
        [
            "--system", "--print-reply", "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner", $"string:{name}",
        ],
        Environment).Contains("boolean true", StringComparison.Ordinal);

    private static void Await(Func<bool> condition, string failure)
    {
        var until = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(until.Elapsed < TimeSpan.FromSeconds(60), failure);
            Thread.Sleep(20);
        }
    }
}
