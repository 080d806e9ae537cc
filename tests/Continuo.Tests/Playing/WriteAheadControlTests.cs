using Continuo.Audio;
using Continuo.Playing;

namespace Continuo.Tests.Playing;

public sealed class WriteAheadControlTests
{
    private const int Block = 480; // 10 ms
    private const long Millisecond = 1_000_000;

    private readonly WriteAheadControl _control =
        new(AudioFormat.Default, Block, TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(500));
    private long _now = 5_000 * Millisecond;

    private double AheadMs => _control.AheadFrames / 48.0;

    [Fact]
    public void A_process_that_never_pauses_writes_ahead_what_the_options_say()
    {
        Play(seconds: 3600);
        Assert.Equal(40, AheadMs);
        Assert.Equal(0, _control.Statistics.Growths);
        Assert.Equal("writes 40 ms ahead, as configured; no pauses so far", _control.Statistics.ToString());
    }

    [Fact]
    public void A_long_pause_makes_it_grow_at_once_by_what_the_pause_needs()
    {
        Play(seconds: 10);
        Assert.True(Write(pauseMs: 68));
        Assert.Equal(10 + (68 * 1.25), AheadMs, 0.1);
        var report = _control.Statistics;
        Assert.Equal((WriteAheadCause.LongPause, 1), (report.Cause, report.Growths));
        Assert.Equal(
            "writes 95 ms ahead, because of a pause of 68 ms; 99.9 % of pauses are below 0 ms, the longest was 68 ms",
            report.ToString());
    }

    [Fact]
    public void A_pause_that_is_covered_anyway_changes_nothing()
    {
        Play(seconds: 10);
        Assert.False(Write(pauseMs: 20));
        Assert.Equal(40, AheadMs);
    }

    [Fact]
    public void What_is_as_far_ahead_as_the_options_allow_grows_no_more()
    {
        Play(seconds: 10);
        for (var i = 0; i < 3; i++) Write(pauseMs: 450);
        Assert.Equal(500, AheadMs);
        Assert.Equal(1, _control.Statistics.Growths);
    }

    [Fact]
    public void It_shrinks_only_after_a_calm_and_step_by_step_down_to_the_least()
    {
        Play(seconds: 10);
        Write(pauseMs: 152);
        Assert.Equal(200, AheadMs, 0.1);
        Play(seconds: 29);
        Assert.Equal(200, AheadMs, 0.1);
        Play(seconds: 4);
        Assert.InRange(AheadMs, 130, 190); // by a tenth a second
        Assert.Equal(WriteAheadCause.Calm, _control.Statistics.Cause);
        Play(seconds: 60);
        Assert.Equal(40, AheadMs);
        Assert.Equal(WriteAheadCause.Options, _control.Statistics.Cause);
        Assert.Equal(1, _control.Statistics.Growths); // its own shrinking is no pause
    }

    [Fact]
    public void A_process_that_pauses_every_second_is_given_what_it_needs_and_keeps_it()
    {
        for (var second = 0; second < 300; second++)
        {
            Write(pauseMs: 60 + (second % 7));
            Play(seconds: 0.9);
        }

        // 1 % of all blocks come after such a pause: far more than 0.1 %.
        Assert.InRange(AheadMs, 10 + (66 * 1.25) - 1, 10 + (66 * 1.25) + 1);
        var report = _control.Statistics;
        Assert.InRange(report.PauseP999.TotalMilliseconds, 65, 67);
        Assert.InRange(report.Growths, 1, 14); // while the pauses grow
        Assert.Equal(0, report.Shrinks);
    }

    [Fact]
    public void Pauses_of_the_past_are_forgotten()
    {
        for (var second = 0; second < 120; second++)
        {
            Write(pauseMs: 100);
            Play(seconds: 0.9);
        }

        Assert.Equal(135, AheadMs, 1.5);
        Play(seconds: 120);
        Assert.Equal(40, AheadMs);
        Assert.Equal(0, _control.Statistics.PauseP999.TotalMilliseconds);
    }

    [Fact]
    public void Who_shrank_too_early_waits_twice_as_long_the_next_time()
    {
        Write(pauseMs: 0);
        Write(pauseMs: 100);
        Play(seconds: 45);
        Assert.Equal(40, AheadMs);
        Write(pauseMs: 100);
        Assert.Equal(135, AheadMs, 0.1);
        Play(seconds: 59);
        Assert.Equal(135, AheadMs, 0.1);
        Play(seconds: 30);
        Assert.Equal(40, AheadMs);
    }

    [Fact]
    public void An_underrun_makes_it_grow_even_if_no_pause_explains_it()
    {
        Play(seconds: 1);
        Assert.True(Write(pauseMs: 0, ranDry: true));
        Assert.Equal(60, AheadMs);
        Assert.Equal(WriteAheadCause.Underrun, _control.Statistics.Cause);
    }

    [Fact]
    public void It_never_exceeds_the_most_that_is_allowed_and_says_so()
    {
        Play(seconds: 1);
        Write(pauseMs: 900);
        for (var i = 0; i < 10; i++) Write(pauseMs: 0, ranDry: true);
        Assert.Equal(500, AheadMs);
        Assert.EndsWith("; the maximum is 500 ms", _control.Statistics.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_standstill_that_nothing_would_have_covered_changes_nothing_and_a_later_underrun_counts_again()
    {
        Play(seconds: 1);
        Assert.False(Write(pauseMs: 2_000, ranDry: true));
        Assert.False(Write(pauseMs: 0, ranDry: true));
        Play(seconds: 20);
        Assert.Equal(40, AheadMs);
        Assert.True(Write(pauseMs: 0, ranDry: true));
        Assert.Equal(60, AheadMs);
    }

    [Fact]
    public void What_passes_before_a_new_beginning_is_no_pause()
    {
        Play(seconds: 1);
        _control.Restart();
        Assert.False(Write(pauseMs: 10_000));
        Assert.Equal(TimeSpan.Zero, _control.Statistics.LongestPause);
    }

    [Fact]
    public void A_sink_of_a_fixed_size_is_left_alone()
    {
        _control.Fix(9600);
        Play(seconds: 1);
        Assert.False(Write(pauseMs: 300, ranDry: true));
        Assert.Equal(
            "writes 200 ms ahead, fixed by the sink; 99.9 % of pauses are below 0 ms, the longest was 300 ms",
            _control.Statistics.ToString());
    }

    [Fact]
    public void Deciding_allocates_nothing()
    {
        var random = new Random(1);
        Assert.Equal(0, LeastAllocated.Bytes(() => Write(random.Next(100) == 0 ? random.Next(300) : 0), calls: 10_000));
    }

    /// <summary>Blocks in time, or as late as a smaller amount ahead makes them.</summary>
    private void Play(double seconds)
    {
        for (var end = _now + (long)(seconds * 1000) * Millisecond; _now < end;) Write(pauseMs: 0);
    }

    private bool Write(double pauseMs, bool ranDry = false)
    {
        var before = _control.AheadFrames;
        _now += (10 * Millisecond) + (long)(pauseMs * Millisecond) + _owed;
        var changed = _control.Written(_now, ranDry);

        // A sink that is to hold less does not take the next block before it has played the difference.
        _owed = Math.Max(0, AudioFormat.Default.ToNanoseconds(before - _control.AheadFrames));
        return changed;
    }

    private long _owed;
}
