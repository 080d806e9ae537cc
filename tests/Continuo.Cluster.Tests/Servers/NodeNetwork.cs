using System.Diagnostics;
using System.Globalization;

namespace Continuo.Cluster.Tests.Servers;

/// <summary>A network namespace with a cable to this one, which can be cut. Needs the right to administer the network.</summary>
internal sealed class NodeNetwork : IDisposable
{
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"continuo-{Environment.ProcessId}");
    private readonly string _near = string.Create(CultureInfo.InvariantCulture, $"cn{Environment.ProcessId % 100_000}a");
    private readonly string _far = string.Create(CultureInfo.InvariantCulture, $"cn{Environment.ProcessId % 100_000}b");

    public NodeNetwork()
    {
        Ip("netns", "add", _name);
        Ip("link", "add", _near, "type", "veth", "peer", "name", _far);
        Ip("link", "set", _far, "netns", _name);
        Ip("addr", "add", $"{Here}/30", "dev", _near);
        Ip("link", "set", _near, "up");
        Ip("-n", _name, "addr", "add", $"{There}/30", "dev", _far);
        Ip("-n", _name, "link", "set", _far, "up");
        Ip("-n", _name, "link", "set", "lo", "up");
    }

    /// <summary>Address of this end.</summary>
    public static string Here => "10.211.55.1";

    /// <summary>Address of the other end.</summary>
    public static string There => "10.211.55.2";

    /// <summary>What a command begins with to run at the other end.</summary>
    public string[] Inside => ["ip", "netns", "exec", _name];

    public void Cut() => Ip("link", "set", _near, "down");

    public void Heal() => Ip("link", "set", _near, "up");

    public void Dispose() => Ip("netns", "del", _name);

    private static void Ip(params string[] arguments)
    {
        using var ip = Process.Start("ip", arguments);
        ip.WaitForExit();
        if (ip.ExitCode != 0)
        {
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)} fails: the right to administer the network is needed");
        }
    }
}
