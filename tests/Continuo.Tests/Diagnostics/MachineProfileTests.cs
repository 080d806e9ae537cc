using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Playing;
using Continuo.Threading;

namespace Continuo.Tests.Diagnostics;

public sealed class MachineProfileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static MachineProfile Some =>
        new()
        {
            Wakes = 10_000,
            Seconds = 10,
            P50Ms = 0.1,
            P99Ms = 0.5,
            P999Ms = 1.6,
            MaxMs = 9.6,
            RealTimePriority = true,
            Processors = 2,
            MeasuredAt = new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero),
        };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lateness_is_measured_per_waking_and_points_that_were_slept_through_are_not_counted()
    {
        using var stop = new WakeSignal();
        var meter = new WakeUpMeter(new LateClock(wake => wake % 100 == 99 ? 5_300_000 : 200_000));
        meter.Run(TimeSpan.FromSeconds(10), stop);
        var lateness = meter.Lateness.Snapshot();
        Assert.Equal(5_300_000, lateness.Max);
        Assert.InRange(lateness.P50, 198_000, 202_000);
        Assert.Equal(1, (lateness.Count - lateness.CountUpTo(1_000_000)) / (double)lateness.Count * 100, 0.01);
        Assert.InRange(lateness.Count, 9_400, 9_600); // five points were slept through each time
    }

    [Fact]
    public void A_measurement_can_be_ended_early()
    {
        using var stop = new WakeSignal();
        var meter = new WakeUpMeter(new LateClock(wake =>
        {
            if (wake == 99) stop.Set();
            return 0;
        }));
        meter.Run(TimeSpan.FromHours(1), stop);
        Assert.Equal(100, meter.Lateness.Snapshot().Count);
    }

    [Fact]
    public void The_smallest_safe_amount_is_a_block_and_a_quarter_more_than_the_longest_lateness()
    {
        Assert.Equal(22, Some.SafeAhead(480).TotalMilliseconds); // 10 + 12
        Assert.Equal(15, Some.SafeAhead(128).TotalMilliseconds); // 2.67 + 12
        Assert.Equal(6, Some.ShortestAhead(128).TotalMilliseconds); // 2 × 2.67, for 1.25 × 1.6 is less than a block
        Assert.Equal(60, Some.AmpleAhead(1024).TotalMilliseconds); // 21.33 + 38.4
        Assert.Equal(44, Some.SafeAhead(480, 22_050).TotalMilliseconds); // 2 × 21.77, up to whole milliseconds
    }

    [Fact]
    public void Presets_follow_the_measurement_and_without_one_are_what_they_always_were()
    {
        Assert.Equal((128, 6.0, true), Of(PlaybackPreset.Lowest, Some));
        Assert.Equal((480, 22.0, true), Of(PlaybackPreset.Balanced, Some));
        Assert.Equal((1024, 200.0, true), Of(PlaybackPreset.Safe, Some)); // never less
        Assert.Equal((128, 10.0, false), Of(PlaybackPreset.Lowest, null));
        Assert.Equal((480, 40.0, false), Of(PlaybackPreset.Balanced, null));
        Assert.Equal((1024, 200.0, false), Of(PlaybackPreset.Safe, null));

        static (int, double, bool) Of(PlaybackPreset preset, MachineProfile? machine)
        {
            var options = PlaybackOptions.For(preset, machine);
            options.Validate();
            return (options.BlockFrames, options.WriteAhead.TotalMilliseconds, options.IsMeasured);
        }
    }

    [Fact]
    public void A_machine_that_is_late_by_seconds_gets_no_more_than_a_preset_allows()
    {
        var hopeless = Some with { P999Ms = 3_000, MaxMs = 60_000 };
        foreach (var preset in Enum.GetValues<PlaybackPreset>())
        {
            var options = PlaybackOptions.For(preset, hopeless);
            options.Validate();
            Assert.Equal(options.MaxLag, options.WriteAhead);
        }
    }

    [Fact]
    public void A_profile_is_stored_and_read_again()
    {
        var path = Path.Combine(_folder["state"], "continuo", "machine.json");
        MachineProfileFile.Save(Some with { MaxMs = 1_000 }, path);
        MachineProfileFile.Save(Some, path);
        Assert.Equal(Some, MachineProfileFile.Load(path));
        Assert.Equal(["machine.json"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("{}")]
    [InlineData("""{"version":2,"wakes":5,"p50Ms":1,"p999Ms":2,"maxMs":3}""")]
    [InlineData("""{"version":1,"wakes":0,"p50Ms":1,"p999Ms":2,"maxMs":3}""")]
    [InlineData("""{"version":1,"wakes":5,"p50Ms":-1,"p999Ms":2,"maxMs":3}""")]
    [InlineData("""{"version":1,"wakes":5,"p50Ms":1,"p999Ms":2,"maxMs":1}""")]
    [InlineData("""{"version":1,"wakes":5,"p50Ms":1,"p999Ms":2,"maxMs":1e999}""")]
    [InlineData("""{"version":1,"wakes":"many"}""")]
    public void What_is_no_profile_is_as_if_there_were_none(string text)
    {
        File.WriteAllText(_folder["machine.json"], text);
        Assert.Null(MachineProfileFile.Load(_folder["machine.json"]));
        Assert.Null(MachineProfileFile.Load(_folder["none.json"]));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_reported()
    {
        File.WriteAllText(_folder["file"], "");
        Assert.Equal(AudioErrorCode.InputOutput,
            Assert.Throws<AudioException>(() =>
                MachineProfileFile.Save(Some, Path.Combine(_folder["file"], "continuo", "machine.json"))).Code);
    }

    /// <summary>A clock on which every wait ends as late as a script says.</summary>
    private sealed class LateClock(Func<int, long> lateness) : MonotonicClock
    {
        private long _now = 12_345;
        private int _wakes;

        public override long Now => _now;

        internal override bool WaitUntil(long deadline, WakeSignal wake)
        {
            if (wake.IsSet) return false;
            _now = Math.Max(_now, deadline) + lateness(_wakes++);
            return true;
        }
    }
}
