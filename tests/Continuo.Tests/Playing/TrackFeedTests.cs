using Continuo.Audio;
using Continuo.Playing;
using Continuo.Sources;

namespace Continuo.Tests.Playing;

public sealed class TrackFeedTests
{
    private const int Chunk = 8;
    private static readonly float[] Fade = [0.25f, 0.5f, 0.75f];
    private static readonly Func<long, float> Counting = frame => frame + 1;

    [Fact]
    public void A_source_is_read_a_chunk_at_a_time_to_its_end()
    {
        using var feed = Feed(new ScriptedTrack(Counting, length: 20));
        using var lane = Lane();
        Assert.True(feed.IsOver);
        Assert.False(feed.Step());
        feed.Begin(new ReadPlan(1, 3, null, []), lane);
        Assert.True(feed.Step());
        Assert.Equal(Chunk, lane.Written);
        Assert.False(feed.IsOver);
        ReadAll(feed);
        Assert.True(feed.IsOver);
        Assert.Equal((17, 17), (lane.Written, lane.End));
        Assert.Equal(Enumerable.Range(3, 17).Select(i => Counting(i)), Samples(lane));
        Assert.Equal((20, null), (feed.Length, feed.Failure));
    }

    [Fact]
    public void At_a_turn_what_lies_behind_the_loop_fades_out_over_its_beginning()
    {
        using var feed = Feed(new ScriptedTrack(Counting));
        using var lane = Lane();
        feed.Begin(new ReadPlan(1, 15, new LoopRegion(10, 20), []), lane);
        for (var i = 0; i < 5; i++) Assert.True(feed.Step());
        var expected = new float[] { 15, 16, 17, 18, 19 }.Concat(Loop()).Concat(Loop()).Select(place => place + 1).ToArray();
        Assert.Equal(expected[..(int)lane.Written], Samples(lane), (a, b) => Math.Abs(a - b) < 1e-5f);
        Assert.Equal(25, lane.Written);

        // Frame 10+i with weight w, and what would have followed frame 19 with 1−w.
        static IEnumerable<float> Loop() => Enumerable.Range(0, 10)
            .Select(i => i < Fade.Length ? (10 + i) * Fade[i] + (20 + i) * (1 - Fade[i]) : 10 + i);
    }

    [Fact]
    public void A_track_that_is_shorter_than_the_loop_is_silent_up_to_the_turn()
    {
        using var feed = Feed(new ScriptedTrack(_ => 1f, length: 5));
        using var lane = Lane();
        feed.Begin(new ReadPlan(1, 0, new LoopRegion(0, 12), []), lane);
        for (var i = 0; i < 4; i++) Assert.True(feed.Step());
        float[] first = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
        float[] second = [0.25f, 0.5f, 0.75f, 1, 1, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal([.. first, .. second], Samples(lane));
    }

    [Fact]
    public void What_came_before_a_break_is_played_and_then_the_track_has_failed()
    {
        using var feed = Feed(new ScriptedTrack(Counting, breaksAt: 11));
        using var lane = Lane();
        feed.Begin(new ReadPlan(1, 0, null, []), lane);
        ReadAll(feed);
        Assert.Equal(11, lane.End);
        Assert.Equal(AudioErrorCode.NotAudio, feed.Failure!.Code);
        Assert.Equal(11, Samples(lane).Length);
        Assert.False(lane.IsOver(0, 11)); // the break is hidden first
        feed.Begin(new ReadPlan(2, 4, null, []), lane);
        Assert.Null(feed.Failure);
        Assert.False(feed.IsOver);
        Assert.True(feed.Step());
    }

    [Fact]
    public void Whatever_a_source_throws_ends_its_track_with_what_it_was()
    {
        using var feed = Feed(new ScriptedTrack(_ => throw new NotSupportedException("a fault of its own")));
        using var lane = Lane();
        feed.Begin(new ReadPlan(1, 0, null, []), lane);
        Assert.True(feed.Step());
        Assert.True(feed.IsOver);
        Assert.Equal(AudioErrorCode.InputOutput, feed.Failure!.Code);
        Assert.Contains("a fault of its own", feed.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_starts_behind_the_end_is_over_at_once_and_one_that_loops_back_is_not()
    {
        using var feed = Feed(new ScriptedTrack(Counting, length: 20));
        using var lane = Lane();
        feed.Begin(new ReadPlan(1, 20, null, []), lane);
        ReadAll(feed);
        Assert.Equal(0, lane.End);
        Assert.Null(feed.Failure);
        feed.Begin(new ReadPlan(2, 25, new LoopRegion(10, 28), []), lane);
        Assert.True(feed.Step());
        Assert.True(feed.Step());
        var samples = Samples(lane);
        Assert.Equal([0, 0, 0], samples[..3]);
        Assert.Equal(Counting(13), samples[6]);
    }

    [Fact]
    public void A_source_without_places_can_be_played_from_its_beginning_only()
    {
        using var feed = Feed(new Endless());
        using var lane = Lane();
        feed.Begin(new ReadPlan(1, 0, null, []), lane);
        Assert.Null(feed.Failure);
        Assert.True(feed.Step());
        Assert.Equal(-1, feed.Length);
        feed.Begin(new ReadPlan(2, 1, null, []), lane);
        Assert.Equal(AudioErrorCode.Unsupported, feed.Failure!.Code);
        Assert.True(feed.IsOver);
    }

    [Fact]
    public void Nothing_is_read_while_the_lane_is_full()
    {
        using var feed = Feed(new ScriptedTrack(Counting));
        using var lane = Lane();
        feed.Begin(new ReadPlan(1, 0, null, []), lane);
        ReadAll(feed);
        Assert.False(lane.HasRoom);
        Assert.False(feed.IsOver);
        lane.Read(0, new float[2 * Chunk * 2]);
        Assert.True(feed.Step());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Other_channels_are_mapped_to_those_of_the_mix(int channels)
    {
        using var feed = Feed(new ScriptedTrack(_ => 0.25f, length: 12, channels: channels));
        using var lane = Lane();
        feed.Begin(new ReadPlan(1, 0, null, []), lane);
        ReadAll(feed);
        Assert.Equal(12, lane.End);
        var samples = Samples(lane);
        Assert.All(samples, sample => Assert.Equal(samples[0], sample));
        Assert.InRange(samples[0], 0.1f, 1f);
    }

    [Fact]
    public void The_feed_frees_its_source()
    {
        var source = new ScriptedTrack(Counting);
        Feed(source).Dispose();
        Assert.True(source.IsDisposed);
    }

    private static TrackFeed Feed(IAudioSource source) => new(source, ChannelLayout.Stereo, Chunk, Fade);

    private static TrackLane Lane() => new(AudioFormat.Default, Chunk, 8);

    private static void ReadAll(TrackFeed feed)
    {
        while (feed.Step())
        {
        }
    }

    /// <summary>The left channel of all that is in the lane; the right one is the same.</summary>
    private static float[] Samples(TrackLane lane)
    {
        var samples = new float[lane.Written * 2];
        Assert.Equal(lane.Written, lane.Read(0, samples));
        return [.. Enumerable.Range(0, (int)lane.Written).Select(i =>
        {
            Assert.Equal(samples[2 * i], samples[2 * i + 1]);
            return samples[2 * i];
        })];
    }

    private sealed class Endless : IAudioSource
    {
        public AudioFormat Format => AudioFormat.Default;

        public SourcePace Pace => SourcePace.Free;

        public string Description => "endless";

        public void Open()
        {
        }

        public SourceRead Read(Span<float> destination, TimeSpan timeout)
        {
            destination.Fill(1);
            return SourceRead.Data(destination.Length / 2);
        }

        public void Interrupt()
        {
        }

        public void Dispose()
        {
        }
    }
}
