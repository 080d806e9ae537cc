using Continuo.Audio;
using Continuo.Playing;

namespace Continuo.Tests.Playing;

public class TrackLaneTests
{
    private const int Chunk = 4;
    private const int Capacity = 8;

    [Fact]
    public void Frames_come_out_in_order_whatever_the_length_of_the_reads()
    {
        using var lane = Lane();
        Append(lane, 3);
        Assert.Equal(12, lane.Written);
        Assert.Equal([0, 1, 2], Read(lane, 0, 3));
        Assert.Equal([3, 4, 5, 6, 7], Read(lane, 3, 5));
        Assert.Equal([8, 9, 10, 11], Read(lane, 8, 10));
        Assert.Empty(Read(lane, 12, 1));
    }

    [Fact]
    public void What_lies_before_the_place_is_skipped_and_what_is_past_is_not_found_again()
    {
        using var lane = Lane();
        Append(lane, 5);
        Assert.Equal([2, 3, 4], Read(lane, 2, 3));
        Assert.Equal([14, 15, 16], Read(lane, 14, 3));
        Assert.Empty(Read(lane, 3, 4));
        Assert.Equal([17], Read(lane, 17, 1));
    }

    [Fact]
    public void There_is_room_for_all_chunks_but_the_one_that_may_be_in_hand()
    {
        using var lane = Lane();
        for (var i = 0; i < Capacity - 1; i++)
        {
            Assert.True(lane.HasRoom);
            Append(lane, 1);
        }

        Assert.False(lane.HasRoom);
        Read(lane, 0, 1);
        Assert.True(lane.HasRoom);
    }

    [Fact]
    public void A_lane_that_begins_again_has_nothing_of_before()
    {
        using var lane = Lane();
        Append(lane, 3);
        Read(lane, 0, 2);
        lane.Finish(failed: true);
        lane.Restart();
        Assert.Equal((0, long.MaxValue, true), (lane.Written, lane.End, lane.HasRoom));
        Assert.Empty(Read(lane, 0, 4));
        Append(lane, 1, first: 100);
        Assert.Equal([100, 101, 102, 103], Read(lane, 0, 4));
        lane.Finish(failed: false);
        Assert.Equal(4, lane.End);
        Assert.True(lane.IsOver(0, 4));
    }

    [Theory]
    [InlineData(false, 3, 4, false)]
    [InlineData(false, 4, 4, true)]
    [InlineData(false, 4, 3, false)]
    [InlineData(false, 8, 0, true)]
    [InlineData(true, 4, 4, false)]
    [InlineData(true, 8, 0, false)]
    [InlineData(true, 9, 0, true)]
    public void Silence_is_right_at_an_end_and_after_a_break_once_it_has_been_hidden(bool failed, long index, int got, bool over)
    {
        using var lane = Lane();
        Append(lane, 2);
        Assert.False(lane.IsOver(index, got));
        lane.Finish(failed);
        Assert.Equal(8, lane.End);
        Assert.Equal(over, lane.IsOver(index, got));
    }

    [Fact]
    public void A_lane_that_is_freed_can_be_neither_filled_nor_read()
    {
        var lane = Lane();
        Append(lane, 2);
        lane.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Append(lane, 1));
        Assert.Throws<ObjectDisposedException>(() => Read(lane, 0, 4));
    }

    private static TrackLane Lane() => new(new AudioFormat(48_000, 2), Chunk, Capacity);

    // The left sample of frame n is n, the right one −n.
    private static void Append(TrackLane lane, int chunks, long first = -1)
    {
        var samples = new float[Chunk * 2];
        for (var n = 0; n < chunks; n++)
        {
            for (var i = 0; i < Chunk; i++)
            {
                samples[2 * i] = (first < 0 ? lane.Written : first) + i;
                samples[2 * i + 1] = -samples[2 * i];
            }

            lane.Append(samples);
        }
    }

    private static float[] Read(TrackLane lane, long index, int frames)
    {
        var samples = new float[frames * 2];
        var got = lane.Read(index, samples);
        for (var i = 0; i < got; i++) Assert.Equal(-samples[2 * i], samples[2 * i + 1]);
        return [.. Enumerable.Range(0, got).Select(i => samples[2 * i])];
    }
}
