using System.Diagnostics;
using System.Globalization;
using Continuo.Devices.Pulse;

namespace Continuo.Devices.Tests.Pulse;

public sealed class ApplicationMatcherTests
{
    [Fact]
    public void Names_are_compared_whole_and_without_case()
    {
        var matcher = new ApplicationMatcher("firefox");
        Assert.True(matcher.Matches(new PulseOwner(0, null, "Firefox")));
        Assert.True(matcher.Matches(new PulseOwner(0, "firefox", "Something")));
        Assert.False(matcher.Matches(new PulseOwner(0, "firefox-bin", "Firefox Developer")));
        Assert.False(matcher.Matches(PulseOwner.Unknown));
    }

    [Fact]
    public void A_child_belongs_to_its_parent_but_everything_to_the_first_process_does_not()
    {
        using var child = Process.Start(new ProcessStartInfo("sleep", "60"))!;
        try
        {
            var owner = new PulseOwner(child.Id, "sleep", "sleep");
            Assert.True(new ApplicationMatcher(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)).Matches(owner));
            Assert.True(new ApplicationMatcher(Path.GetFileName(Environment.ProcessPath!)).Matches(owner));
            Assert.False(new ApplicationMatcher("1").Matches(owner));
            Assert.True(new ApplicationMatcher("sleep").IsRunning());
        }
        finally
        {
            child.Kill();
        }
    }

    [Fact]
    public void A_name_that_no_process_has_is_not_running() => Assert.False(new ApplicationMatcher("no such application").IsRunning());
}
