using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Continuo.Cli.Desk;
using Continuo.Cli.Options;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Desk;

/// <summary>The keys of a running desk.</summary>
public sealed class DeskKeysTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _told = new();
    private readonly DeskRun _desk;
    private readonly DeskKeys _keys;

    public DeskKeysTests()
    {
        var system = Composition.CreateAudioSystem();
        var json = $$"""
            {
              "volumesFile": "volumes.json",
              "channels": { "Anna": { "address": "tone:220", "group": "A" }, "Ben": { "address": "tone:330", "group": "B" } },
              "announcements": { "Jingle": { "address": "tone:880", "talksOver": true }, "Lost": "none.wav" },
              "replaySeconds": 3
            }
            """;
        _desk = new DeskRun(DeskConfig.Parse(Encoding.UTF8.GetBytes(json), _folder.File("desk.json"), system), system, _told.Enqueue);
        _keys = new DeskKeys(_desk);
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void They_select_change_mute_solo_and_switch_groups()
    {
        Press(ConsoleKey.DownArrow);
        Press(ConsoleKey.DownArrow);
        for (var i = 0; i < 3; i++) Press(ConsoleKey.RightArrow);
        Press('m');
        Press('s');
        Press('2');
        Press('7'); // there is no such group

        var report = _desk.Report();
        Assert.Equal(1, _keys.Chosen(report));
        Assert.Equal((115, true, true, false),
            (report.Persons[1].Volume, report.Persons[1].IsMuted, report.Persons[1].IsSolo, report.Persons[1].IsGroupOn));
        Assert.Equal((100, false, false, true),
            (report.Persons[0].Volume, report.Persons[0].IsMuted, report.Persons[0].IsSolo, report.Persons[0].IsGroupOn));
        for (var i = 0; i < 50; i++) Press('-');
        Assert.Equal(0, _desk.Report().Persons[1].Volume);
        for (var i = 0; i < 50; i++) Press('+');
        Assert.Equal(200, _desk.Report().Persons[1].Volume);
        Press('0');
        Assert.Equal(100, _desk.Report().Persons[1].Volume);
    }

    [Fact]
    [RealTimeTest("a desk runs in real time")]
    public void They_record_replay_and_play_announcements()
    {
        Until(() => _desk.Report().Persons.All(p => p.IsSpeaking));
        Press('r');
        Until(() => _desk.Report().Recording is { Seconds: > 0.5, Files: 3 });
        Press(ConsoleKey.F1);
        Until(() => _desk.Report().Playing.SequenceEqual(["Jingle"]));
        Press('p');
        Press('P');
        Until(() => _desk.Report().Playing.Count == 3);
        Press(ConsoleKey.F1);
        Until(() => !_desk.Report().Playing.Contains("Jingle"));
        Press(ConsoleKey.F2);
        Until(() => _told.Any(t => t.Contains("none.wav", StringComparison.Ordinal)));
        Press(ConsoleKey.F9);
        Until(() => _desk.Report().Playing.Count == 0); // the replays have ended
        Press('r');
        Until(() => _told.Any(t => t.StartsWith("recorded ", StringComparison.Ordinal)));

        Assert.Null(_desk.Report().Recording);
        Assert.Equal(2, _desk.Report().Persons.Count);
        Assert.Equal(3, Directory.GetFiles(_folder.File("recordings"), "*.flac", SearchOption.AllDirectories).Length);
    }

    private static void Until(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed.TotalSeconds < 30, "the condition never held");
            Thread.Sleep(20);
        }
    }

    private void Press(ConsoleKey key) => _keys.Press(new ConsoleKeyInfo('\0', key, false, false, false));

    private void Press(char key) => _keys.Press(new ConsoleKeyInfo(key, default, false, false, false));
}
