using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Latency;
using Continuo.Sources;

namespace Continuo.Rtp.Tests.Latency;

public class LoopbackRunTests
{
    /// <summary>
    /// Real threads and sockets: the jitter buffer's delay is fixed and long, so that a busy machine does not change what is measured.
    /// </summary>
    private static readonly LoopbackOptions Steady = new()
    {
        Markers = 1,
        Jitter = new JitterBufferOptions { StartDelay = TimeSpan.FromMilliseconds(300), IsFixed = true },
    };

    [RealTimeTest("a marker that meets a stall longer than the buffer's 300 ms is sent again")]
    [Theory]
    [InlineData("opus")]
    [InlineData("L16")]
    public void What_a_marker_measures_is_what_the_parts_add_up_to(string codec)
    {
        using var run = new LoopbackRun(Steady with { Codec = codec });
        var report = run.Measure();
        Assert.Equal((1, 1), (report.Sent, report.Found));
        Assert.InRange(report.MeasuredMs, 300, 1000);
        Assert.InRange(report.WorstDifferenceMs, 0, 10);
        Assert.Equal(10, report.Breakdown.ChunkMs, 3);
        Assert.InRange(report.Breakdown.EncodeMs, codec == "opus" ? 2.5 : 0, 100);
        Assert.All(report.Breakdown.Parts, part => Assert.InRange(part.Ms, -5, 1000));
    }

    /// <summary>The shortest way's parts, with a delay that is fixed so that a busy machine does not change what is measured.</summary>
    [Fact]
    public void The_parts_of_the_shortest_way_add_up_within_half_a_millisecond()
    {
        using var run = new LoopbackRun(LoopbackOptions.Lowest with { Markers = 1, Jitter = Steady.Jitter });
        var report = run.Measure();
        Assert.Equal((1, 1), (report.Sent, report.Found));
        Assert.Equal(2.5, report.Breakdown.ChunkMs, 3);
        Assert.InRange(report.WorstDifferenceMs, 0, 0.5);
        Assert.InRange(report.Breakdown.OutputMs, 0, 2.51);
    }

    [Fact]
    public void A_source_without_times_cannot_be_marked()
    {
        using var source = new MarkedSource(
            new PcmStreamSource(new MemoryStream(new byte[1000]), new PcmFormat(SampleType.S16, AudioFormat.Default), SystemClock.Instance),
            480);
        Assert.Equal(AudioErrorCode.Unsupported, Assert.Throws<AudioException>(source.Open).Code);
    }

    [Fact]
    public void A_run_can_be_ended_early()
    {
        using var run = new LoopbackRun(Steady);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => run.Measure(null, stop.Token));
    }

    [Fact]
    public void What_cannot_be_sent_is_refused()
    {
        Assert.Throws<AudioException>(() => new LoopbackRun(Steady with { Codec = "mp3" }));
        Assert.Throws<AudioException>(() => new LoopbackRun(Steady with { Markers = 0 }));
        Assert.Throws<AudioException>(() => new LoopbackRun(Steady with { Frame = TimeSpan.FromMilliseconds(7) }));
    }
}
