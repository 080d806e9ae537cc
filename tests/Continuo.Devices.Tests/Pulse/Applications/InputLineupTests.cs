using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Devices.Pulse.Applications;

namespace Continuo.Devices.Tests.Pulse.Applications;

public sealed class InputLineupTests
{
    private const int Period = 256;
    private const long Millisecond = 1_000_000;
    private static readonly AudioFormat Mono = new(48_000, 1);
    private readonly InputMixer _mixer = new(Mono, 3 * 48_000);
    private readonly InputLineup<Member> _lineup;
    private readonly List<Member> _members = [];
    private long _now;

    public InputLineupTests() => _lineup = new InputLineup<Member>(_mixer, 48);

    [Fact]
    public void A_newcomer_is_placed_by_what_the_others_have_delivered_whatever_the_clock_says()
    {
        var first = Join();
        Flow(100);
        // Its first message was held up on the way.
        var second = Join();
        second.Late = 30 * Millisecond;
        Flow(50);
        Assert.Equal(100 * Period, StartOf(second));
        Assert.Equal(0, StartOf(first));
        Assert.Equal(0, _lineup.LostFrames);
    }

    [Fact]
    public void A_newcomer_whose_messages_come_after_the_others_is_not_a_period_early()
    {
        Join();
        Flow(100);
        var second = Join();
        for (var i = 0; i < 50; i++)
        {
            // Looked at between the messages of one period too, but only shortly.
            Deliver(_members[0], 4 * Millisecond);
            Deliver(second, Millisecond);
        }

        Assert.Equal(100 * Period, StartOf(second));
        Assert.Equal(0, _lineup.LostFrames);
    }

    [Fact]
    public void The_first_stream_is_placed_by_its_time_after_three_looks()
    {
        var first = Join();
        Flow(LineupState.PlacementComparisons);
        Assert.False(_mixer.IsPlaced(first.Place));
        Flow(1);
        Assert.True(_mixer.IsPlaced(first.Place));
        Assert.Equal((LineupState.PlacementComparisons + 1) * Period, _mixer.EndOf(first.Place));
    }

    [Fact]
    public void A_newcomer_that_is_never_checked_waits_no_longer_than_patience()
    {
        var first = Join();
        first.SeenEnd = Period;
        Assert.False(_lineup.IsSettled(first, 0));
        Assert.False(_lineup.IsSettled(first, LineupState.TimeoutNanoseconds));
        Assert.True(_lineup.IsSettled(first, LineupState.TimeoutNanoseconds + 1));
    }

    [Fact]
    public void What_ends_before_it_is_checked_is_not_lost()
    {
        var first = Join();
        first.SeenEnd = Period;
        first.HasEnded = true;
        Assert.True(_lineup.IsSettled(first, 0));
    }

    [Fact]
    public void Frames_that_one_stream_alone_has_lost_become_silence()
    {
        var first = Join();
        var second = Join();
        Flow(100);
        for (var i = 0; i < 40; i++)
        {
            Deliver(first, 5 * Millisecond);
            // Two periods of the second are lost.
            if (i >= 2) Deliver(second, 0);
        }

        Assert.Equal(2 * Period, _lineup.LostFrames);
        Assert.Equal(2 * Period, second.Delayed);
        Assert.Equal(0, first.Delayed);
        Assert.Equal(_mixer.EndOf(first.Place), _mixer.EndOf(second.Place));
    }

    [Fact]
    public void Streams_of_different_sinks_are_not_compared()
    {
        Join();
        Flow(100);
        var second = Join();
        second.Sink = 7;
        second.Late = 30 * Millisecond;
        Flow(50);
        // By time: 30 ms are 1440 frames.
        Assert.Equal((100 * Period) + 1440, StartOf(second));
    }

    private Member Join()
    {
        var member = new Member(_mixer.Add());
        _members.Add(member);
        return member;
    }

    // Periods of the graph in which all streams deliver.
    private void Flow(int periods)
    {
        for (var i = 0; i < periods; i++)
        {
            _now += Mono.ToNanoseconds(Period);
            for (var m = 0; m < _members.Count; m++) Deliver(_members[m], m == 0 ? 5 * Millisecond : 0);
        }
    }

    private void Deliver(Member member, long waited)
    {
        _lineup.Compare(CollectionsMarshal.AsSpan(_members), waited);
        member.SeenEnd += Period;
        if (!_lineup.IsSettled(member, _now)) return;
        var frames = (int)(member.SeenEnd - member.Position);
        _mixer.Deliver(member.Place, new float[frames], _now - Mono.ToNanoseconds(frames) + member.Late);
        member.Position = member.SeenEnd;
        var given = new float[48_000];
        while (_mixer.Read(given, _now, out _, out _) > 0)
        {
        }
    }

    private long StartOf(Member member) => _mixer.EndOf(member.Place) - member.Position;

    private sealed class Member(int place) : ILineupMember
    {
        public int Place { get; } = place;

        public uint Sink { get; set; } = 1;

        public bool IsOurs => true;

        public bool HasEnded { get; set; }

        public long Position { get; set; }

        public long SeenEnd { get; set; }

        public LineupState Line { get; } = new();

        public long Late { get; set; }

        public int Delayed { get; private set; }

        public void Delay(int frames) => Delayed += frames;
    }
}
