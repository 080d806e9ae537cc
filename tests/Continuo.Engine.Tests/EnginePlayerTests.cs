using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Mixing;
using Continuo.Playing;
using Continuo.Sources;

namespace Continuo.Engine.Tests;

public class EnginePlayerTests
{
    private const int Block = EngineFixture.Block;

    [Fact]
    public void What_a_player_plays_reaches_the_device_to_the_sample_from_the_frame_that_was_sought()
    {
        const int From = 12_345;
        using var fixture = new EngineFixture();
        var player = fixture.Engine.OpenPlayer("piece");
        player.Add(AudioAddress.Parse("tone:1000?level=-20"));
        player.Player.Seek(From);
        Begin(fixture, player, player.Player.Play());
        fixture.Sink.Step(100);

        var expected = Tone(1000, -20, From, 100 * Block);
        var heard = fixture.Sink.Samples;
        var begin = BeginOf(heard);
        Assert.Equal(0, player.LateBlocks);

        // A piece that is entered in its middle fades in within 5 ms.
        for (var at = 2 * 240; at < 100 * Block; at++) Assert.Equal(expected[at], heard[begin + at], 1e-6f);
    }

    [Fact]
    public void The_position_is_what_is_heard_of_the_device()
    {
        using var fixture = new EngineFixture();
        var player = fixture.Engine.OpenPlayer("piece");
        player.Add(AudioAddress.Parse("tone:1000"));
        Begin(fixture, player, player.Player.Play());
        fixture.Sink.Step(100);
        var latency = fixture.Engine.Mixer.LatencyFrames + fixture.Sink.LatencyFrames;
        Assert.Equal(latency, fixture.Engine.GetStatistics().LatencyFrames);

        // Of what left the mix, nothing is older than the device's way to the ear is long; of what was rendered, the limiter holds a part.
        var heard = fixture.Sink.Samples;
        var left = (heard.Length - BeginOf(heard)) / 2;
        Assert.InRange(player.Player.PositionFrames, left - fixture.Sink.LatencyFrames - 1, left + fixture.Engine.Mixer.LatencyFrames + 1);
    }

    [Fact]
    public void Playing_seeking_and_metering_allocate_nothing_on_any_thread()
    {
        using var fixture = new EngineFixture();
        var player = fixture.Engine.OpenPlayer("piece");
        for (var i = 0; i < 4; i++) player.Add(AudioAddress.Parse($"tone:{440 * (i + 1)}?level=-40&seconds=600"));
        Begin(fixture, player, player.Player.Play());
        var threads = new ThreadAllocation?[64];
        var count = ThreadAllocation.CopyTo(threads);
        var least = Enumerable.Repeat(long.MaxValue, count + 1).ToArray();

        // What allocates does so in every round; what the runtime does once on the way (compiling hot methods anew) in one.
        for (var round = 0; round < 8; round++)
        {
            var before = threads.Take(count).Select(t => t!.Bytes).ToArray();
            Storm(fixture, player, 50);
            for (var i = 0; i < count; i++) least[i] = Math.Min(least[i], threads[i]!.Bytes - before[i]);
            var here = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 50; i++) Control(player, i);
            least[count] = Math.Min(least[count], GC.GetAllocatedBytesForCurrentThread() - here);
        }

        Assert.All(least, bytes => Assert.Equal(0, bytes));
        Assert.Contains(threads, t => t?.Name == "read tracks");
    }

    [Fact]
    public void A_players_solo_concerns_its_own_tracks_only()
    {
        using var fixture = new EngineFixture();
        var other = (RingInput)fixture.Engine.Play(AudioAddress.Parse("tone:440"));
        var player = fixture.Engine.OpenPlayer("piece");
        player.Add(AudioAddress.Parse("tone:880"), new TrackSettings { Solo = true });
        EngineFixture.Await(() => other.Statistics.Pending >= 50);
        Begin(fixture, player, player.Player.Play());
        fixture.Sink.Step(50);
        Assert.True(fixture.Engine.GetStatistics().Level > 0.9 * (player.GetPlayerStatistics().Level + other.GetStatistics().Peak) / 2);
        Assert.True(other.GetStatistics().Peak > 0);
    }

    [Fact]
    public void A_detached_player_goes_at_its_end_and_one_that_is_not_can_be_played_again()
    {
        using var fixture = new EngineFixture();
        var kept = fixture.Engine.OpenPlayer("kept");
        kept.Add(AudioAddress.Parse("tone:440?seconds=0.05"));
        var detached = fixture.Engine.OpenPlayer("detached");
        detached.Add(AudioAddress.Parse("tone:440?seconds=0.05"));
        detached.IsDetached = true;
        Begin(fixture, kept, kept.Player.Play());
        Begin(fixture, detached, detached.Player.Play());
        EngineFixture.Await(() =>
        {
            fixture.Sink.Step();
            return fixture.Engine.Inputs.Count == 1;
        });
        EngineFixture.Await(() =>
        {
            fixture.Sink.Step();
            return kept.Player.State == PlayerState.Ended;
        });
        Begin(fixture, kept, kept.Player.Play());
        Assert.Equal(PlayerState.Playing, kept.Player.State);
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => fixture.Engine.FindPlayer(detached.Id)).Code);
    }

    [Fact]
    public void What_cannot_be_is_refused_and_the_player_continues()
    {
        using var fixture = new EngineFixture();
        var player = fixture.Engine.OpenPlayer("piece");
        var track = player.Add(AudioAddress.Parse("tone:440?seconds=10"));
        Begin(fixture, player, player.Player.Play());
        foreach (var address in new[] { "tone:99999", "nothing.wav", "device:", "app:firefox" }) Assert.Throws<AudioException>(() =>
            player.Add(AudioAddress.Parse(address)));
        foreach (var frame in new[] { -1, long.MinValue, 480_001, long.MaxValue }) Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => player.Player.Seek(frame)).Code);
        foreach (var loop in new[] { new LoopRegion(-1, 48_000), new LoopRegion(48_000, 48_000), new LoopRegion(9, 8),
            new LoopRegion(long.MaxValue, long.MinValue) }) Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => player.Player.Loop = loop).Code);
        foreach (var gain in new[] { double.NaN, double.PositiveInfinity, 1e300 }) Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => track.Mix.Settings = new TrackSettings { GainDb = gain }).Code);
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => player.Find(99)).Code);
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => fixture.Engine.FindPlayer(99)).Code);
        var before = player.Player.PositionFrames;
        EngineFixture.Await(() =>
        {
            fixture.Sink.Step();
            return player.Player.PositionFrames > before + 10 * Block;
        });
        Assert.Equal(0, player.LateBlocks);
    }

    /// <summary>Steps until the player moves under a command.</summary>
    private static void Begin(EngineFixture fixture, EnginePlayer player, long command)
    {
        EngineFixture.Await(() =>
        {
            fixture.Sink.Step();
            return player.Player.AppliedCommand >= command && player.GetPlayerStatistics().Level > 0;
        });
    }

    private static void Storm(EngineFixture fixture, EnginePlayer player, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Control(player, i);
            for (var step = 0; step < 3; step++) fixture.Sink.Step();
        }
    }

    private static void Control(EnginePlayer player, int turn)
    {
        player.Player.Seek(turn * 7919L * 97 % (590 * 48_000));
        if (turn % 50 == 10) player.Player.Pause();
        if (turn % 50 == 11) player.Player.Resume();
        _ = player.GetPlayerStatistics();
        _ = player.GetStatistics();
        for (var t = 0; t < player.Player.Tracks.Count; t++) _ = EnginePlayer.GetTrackStatistics(player.Player.Tracks[t]);
    }

    private static int BeginOf(float[] samples)
    {
        var begin = Array.FindIndex(samples, s => s != 0);
        Assert.True(begin >= 0, "nothing is heard");
        return begin & ~1;
    }

    private static float[] Tone(double hertz, double level, long from, int frames)
    {
        using var tone = new ToneSource(AudioFormat.Default, hertz, level);
        tone.Open();
        tone.Seek(from);
        var samples = new float[(frames + 1) * 2];
        tone.Read(samples, TimeSpan.Zero);
        return samples;
    }
}
