using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Scheduling;

/// <summary>Real-time priority for who may not take it: by a real rtkit, and given back before the kernel ends the process.</summary>
public sealed class RealTimeKitTests(RealTimeKitFixture kit) : IClassFixture<RealTimeKitFixture>
{
    [Fact]
    [RealTimeTest("rtkit measures the processor time of a busy thread, and the kernel ends the process at its limit")]
    public void Priority_that_the_system_refuses_is_asked_of_rtkit_and_given_back_by_a_thread_that_never_waits() =>
        Assert.Equal(["SCHED_RR 20", "SCHED_OTHER 0"], Run(kit.Environment));

    [Fact]
    public void Without_rtkit_both_refusals_are_reported()
    {
        var said = Run(new Dictionary<string, string> { ["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=/no/such/bus" });
        Assert.Matches("^SCHED_FIFO 60 was refused .*, also by rtkit .*/no/such/bus.*; allow it with 'rtprio 95'", said[0]);
    }

    /// <summary>A program that may not raise its priority itself.</summary>
    private static string[] Run(IReadOnlyDictionary<string, string> environment)
    {
        string[] forbidden = System.Environment.IsPrivilegedProcess
            ? ["setpriv", "--bounding-set", "-sys_nice", "--inh-caps", "-sys_nice"]
            : [];
        return TestTool.Run("prlimit", ["--rtprio=0:0", .. forbidden, "dotnet", "exec", TestPrograms.Path("PriorityPeer")], environment)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
