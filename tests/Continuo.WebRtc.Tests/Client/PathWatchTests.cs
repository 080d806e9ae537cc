using Continuo.WebRtc.Client;

namespace Continuo.WebRtc.Tests.Client;

/// <summary>When a client doubts its server, in virtual time: on paths that lose and delay packets, and when the server dies.</summary>
public sealed class PathWatchTests
{
    private const long Millisecond = 1_000_000;
    private const long Tick = 100 * Millisecond;
    private const long Hour = 3_600_000 * Millisecond;

    [Theory]
    [InlineData(0, 0, 1_000)]
    [InlineData(0.05, 300, 2_300)]
    [InlineData(0.05, 1_000, 4_300)] // what was on the way comes, too
    public void A_server_that_dies_is_doubted_within_a_second_and_two_round_trips(double loss, int jitter, int most)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var path = new Path(loss, jitter, seed) { Dies = 20_000 * Millisecond };
            var doubted = path.Run(60_000 * Millisecond);
            Assert.InRange(doubted - path.Dies, 0, (most * Millisecond) + Tick);
        }
    }

    [Fact]
    public void A_path_that_loses_a_twentieth_and_delays_by_up_to_300_ms_is_not_doubted_in_ten_hours()
    {
        for (var seed = 0; seed < 10; seed++) Assert.Equal(long.MaxValue, new Path(0.05, 300, seed).Run(Hour));
    }

    [Fact]
    public void A_server_that_sends_audio_is_only_asked_for_its_consent()
    {
        var watch = new PathWatch(0);
        var checks = 0;
        for (var now = 0L; now < 100 * 2_500 * Millisecond; now += Tick)
        {
            watch.Hear(now);
            if (watch.IsCheckDue(now)) checks++;
        }

        Assert.Equal(100, checks);
    }

    [Fact]
    public void Doubt_ends_with_the_next_answer()
    {
        var watch = new PathWatch(0);
        Assert.False(watch.IsInDoubt(900 * Millisecond));
        Assert.True(watch.IsInDoubt(1_100 * Millisecond));
        watch.HearAnswer(1_000 * Millisecond, 1_110 * Millisecond);
        Assert.False(watch.IsInDoubt(1_200 * Millisecond));
    }

    /// <summary>A server without audio of its own, which answers checks over a path that loses and delays them both ways.</summary>
    private sealed class Path(double loss, int jitterMilliseconds, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<(long At, long Sent)> _answers = [];
        private readonly PathWatch _watch = new(0);

        /// <summary>From when on it answers nothing.</summary>
        public long Dies { get; init; } = long.MaxValue;

        /// <returns>When the client doubted it first; the largest number if never.</returns>
        public long Run(long until)
        {
            for (var now = 0L; now < until; now += Tick)
            {
                foreach (var (at, sent) in _answers.Where(a => a.At <= now).OrderBy(a => a.At)) _watch.HearAnswer(sent, at);
                _answers.RemoveAll(a => a.At <= now);
                if (_watch.IsCheckDue(now)) Check(now);
                if (_watch.IsInDoubt(now)) return now;
            }

            return long.MaxValue;
        }

        private void Check(long now)
        {
            var there = now + Delay();
            if (_random.NextDouble() < loss || _random.NextDouble() < loss || there >= Dies) return;
            _answers.Add((there + Delay(), now));
        }

        private long Delay() => (long)(_random.NextDouble() * jitterMilliseconds / 2 * Millisecond) + Millisecond;
    }
}
