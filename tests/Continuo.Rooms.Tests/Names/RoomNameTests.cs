using Continuo.Clocks;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Names;

namespace Continuo.Rooms.Tests.Names;

/// <summary>A room whose directory is slow, fails, or is flooded: no tick is late.</summary>
public sealed class RoomNameTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_name_is_empty_then_User_ID_then_right_and_each_change_is_an_event()
    {
        var (clock, source) = (new VirtualClock(1_000_000_000), new ScriptedSource());
        using var names = new NameDirectory(source, new NameDirectoryOptions { Clock = clock });
        using var room = new VirtualRoom(services: new RoomServices { Names = names });
        var speaker = room.Speak("7", new ToneInput(400));
        var named = room.Speak("8", new ToneInput(500), o => o with { Name = "Ben" });
        Assert.Equal(("", "Ben"), (speaker.Name, named.Name));
        clock.Advance(TimeSpan.FromSeconds(0.1));
        names.Advance();
        Assert.Equal("User-7", speaker.Name);
        source.Answer("7", "Anna");
        Assert.True(SpinWait.SpinUntil(() => speaker.Name == "Anna", Patience));
        room.Maintain();
        Assert.Equal(2, room.Events.Count(e => e.Kind == RoomEventKind.NameChanged && e.Speaker == speaker));
        speaker.Rename("Anna Bell");
        Assert.Equal("Anna Bell", speaker.Name);
    }

    /// <summary>On virtual time a tick takes none, unless something in it waits for the directory, which then never answers.</summary>
    [Theory]
    [InlineData("answers in 10 s")]
    [InlineData("fails")]
    [InlineData("floods")]
    public void No_tick_is_late_and_each_listener_gets_every_block(string behaviour)
    {
        var source = new ScriptedSource();
        if (behaviour == "fails") source.Instead = _ => throw new InvalidOperationException();
        if (behaviour == "floods") source.Instead = id => Task.FromResult<string?>(new string(id[0], 100_000_000 / 2000));
        using var room = new VirtualRoom();
        using var names = new NameDirectory(source, new NameDirectoryOptions { Clock = room.Clock });
        using var named = new VirtualRoom(services: new RoomServices { Names = names }, clock: room.Clock);
        var (_, output) = named.Listen("me");
        output.KeepsLast = true;
        for (var tick = 0; tick < 1500; tick++)
        {
            var speaker = named.Speak($"{tick}", new ToneInput(400));
            if (behaviour == "answers in 10 s" && tick >= 500) source.Answer($"{tick - 500}", $"Name {tick - 500}");
            names.Advance();
            named.Tick();
            Assert.Equal(tick, output.Ticks[^1]);
            if (tick > 20) named.Room.Speakers[0].Leave();
            Assert.NotNull(speaker.Name);
        }

        Assert.InRange(names.Statistics.Names, 1, 10_000);
        Assert.InRange(names.Statistics.Waiting, 0, 1000);
    }
}
