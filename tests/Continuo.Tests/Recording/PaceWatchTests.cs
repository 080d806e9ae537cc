using Continuo.Audio;
using Continuo.Recording;

namespace Continuo.Tests.Recording;

public sealed class PaceWatchTests
{
    private const long Ms = 1_000_000;

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(1.015, true)] // a device and a late thread
    [InlineData(0.9, false)]
    [InlineData(1.1, false)]
    [InlineData(40, false)] // a disk
    public void A_sink_that_is_behind_and_takes_audio_in_real_time_has_a_clock(double speed, bool isPaced) =>
        Assert.Equal(
            isPaced,
            IsRecognised(new PaceWatch(AudioFormat.Default), (long)(10 * Ms / speed), TimeSpan.FromMilliseconds(500), seconds: 4));

    [Fact]
    public void A_sink_that_is_not_behind_is_not_judged() =>
        Assert.False(IsRecognised(new PaceWatch(AudioFormat.Default), 10 * Ms, TimeSpan.FromMilliseconds(99), seconds: 10));

    [Fact]
    public void A_disk_whose_speed_changes_is_none_though_its_mean_is_real_time()
    {
        var watch = new PaceWatch(AudioFormat.Default);
        var (now, recognised) = (0L, false);
        for (var i = 0; i < 2000; i++)
        {
            now += i / 100 % 2 == 0 ? 4 * Ms : 16 * Ms; // 0.4 s fast, 1.6 s slow
            recognised |= watch.Note(now, 480, TimeSpan.FromSeconds(1));
        }

        Assert.False(recognised);
    }

    [Fact]
    public void What_a_buffer_takes_at_once_after_a_stall_only_delays_the_verdict()
    {
        var watch = new PaceWatch(AudioFormat.Default);
        watch.Note(0, 480, TimeSpan.Zero);
        var now = 2_000 * Ms;
        Assert.False(watch.Note(now, 480, TimeSpan.FromSeconds(2)));
        for (var i = 0; i < 20; i++) Assert.False(watch.Note(now, 480, TimeSpan.FromSeconds(2))); // 200 ms at once
        var writes = 0;
        while (!watch.Note(now += 10 * Ms, 480, TimeSpan.FromSeconds(2))) writes++;
        Assert.InRange(writes, 300, 460);
    }

    private static bool IsRecognised(PaceWatch watch, long nanosecondsPerWrite, TimeSpan lag, int seconds)
    {
        watch.Note(0, 480, TimeSpan.Zero);
        for (var now = nanosecondsPerWrite; now < seconds * 1000 * Ms; now += nanosecondsPerWrite)
        {
            if (watch.Note(now, 480, lag)) return true;
        }

        return false;
    }
}
