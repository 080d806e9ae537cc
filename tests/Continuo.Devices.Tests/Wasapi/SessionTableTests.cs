using Continuo.Audio;
using Continuo.Devices.Wasapi;

namespace Continuo.Devices.Tests.Wasapi;

/// <summary>Which sessions and processes are an application, with processes made up.</summary>
public sealed class SessionTableTests
{
    // A browser plays from a child of a child; two players with one name run; 90 is its own parent, 91 and 92 are each other's.
    private readonly ProcessForest _processes = new(
    [
        new(4, 0, "System"), new(10, 4, "explorer.exe"), new(20, 10, "Firefox.exe"), new(21, 20, "firefox.exe"), new(22, 21, "audio.exe"),
        new(30, 10, "mpv.exe"), new(40, 10, "mpv.exe"), new(90, 90, "self.exe"), new(91, 92, "round.exe"), new(92, 91, "round.exe"),
    ]);

    [Theory]
    [InlineData("firefox", 20)]
    [InlineData("FIREFOX.EXE", 20)]
    [InlineData("20", 20)]
    [InlineData("21", 21)]
    [InlineData("audio", 22)]
    [InlineData("self", 90)]
    [InlineData("chrome", 0)]
    [InlineData("99", 0)]
    [InlineData("", 0)]
    public void An_application_is_the_outermost_process_of_its_name(string application, int root) =>
        Assert.Equal(root, _processes.RootOf(application, []));

    [Fact]
    public void Of_several_the_one_that_plays_is_meant()
    {
        Assert.Equal(30, _processes.RootOf("mpv", []));
        Assert.Equal(40, _processes.RootOf("mpv", [40]));
        Assert.Equal(20, _processes.RootOf("firefox", [22, 40]));
    }

    [Fact]
    public void Processes_that_are_each_other_s_parents_end_no_walk()
    {
        Assert.True(_processes.Contains(91, 92));
        Assert.False(_processes.Contains(10, 92));
        Assert.Equal(0, _processes.RootOf("round", []));
    }

    [Fact]
    public void Sessions_are_grouped_by_process_and_named_by_their_program()
    {
        var applications = SessionTable.Applications(
        [
            new(40, "", 0.5, false, true, "speakers"), new(22, "A video", 1, true, false, "speakers"),
            new(40, "@%SystemRoot%\\x.dll,-1", 1, false, false, "headset"),
            new(0, "", 1, false, true, "speakers"), new(77, "gone", 1, false, true, "speakers"),
        ],
            _processes);

        Assert.Equal(["audio", "mpv"], applications.Select(a => a.Name));
        Assert.Equal(["app:22", "app:40"], applications.Select(a => a.Address));
        Assert.Equal("audio.exe", applications[0].Binary);
        var video = Assert.Single(applications[0].Sessions);
        Assert.Equal(("A video", 1.0, true, true), (video.Name, video.Volume!.Value, video.IsMuted, video.IsPaused));
        Assert.Equal([(0L, "mpv", "speakers"), (2L, "mpv", "headset")], applications[1].Sessions.Select(s => (s.Index, s.Name, s.Device)));
    }

    [Theory]
    [InlineData(22, "firefox", true)]
    [InlineData(22, "20", true)]
    [InlineData(30, "mpv", true)]
    [InlineData(40, "mpv", true)]
    [InlineData(10, "firefox", false)]
    [InlineData(0, "firefox", false)]
    public void A_session_of_a_child_belongs_to_the_application(int processId, string application, bool belongs) =>
        Assert.Equal(belongs, SessionTable.Belongs(processId, application, _processes));

    [Fact]
    public void Below_the_build_that_can_do_it_one_application_is_refused()
    {
        WindowsVersion.RequireProcessLoopback("app:firefox", 19041);
        var failure = Assert.Throws<AudioException>(() => WindowsVersion.RequireProcessLoopback("app:firefox", 19040));
        Assert.Equal(AudioErrorCode.Unsupported, failure.Code);
        Assert.Contains("build 19040", failure.Happened, StringComparison.Ordinal);
        Assert.Contains("system:", failure.Remedy, StringComparison.Ordinal);
    }
}
