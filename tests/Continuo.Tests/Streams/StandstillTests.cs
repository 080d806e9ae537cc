using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rings;
using Continuo.Streams;
using Continuo.Threading;

namespace Continuo.Tests.Streams;

public sealed class StandstillTests
{
    [Theory, InlineData(1), InlineData(30), InlineData(86_400)]
    public void After_a_standstill_a_paced_source_continues_from_now_and_reports_what_is_missing(int seconds)
    {
        var clock = new VirtualClock(1);
        using var ring = new AudioRing(AudioFormat.Default);
        using var stop = new WakeSignal();
        var loop = new CaptureLoop(new CountingSource(long.MaxValue), ring, new StreamOptions { Clock = clock }, stop);
        for (var i = 0; i < 100; i++) loop.Step();
        using var reader = ring.OpenReader();
        clock.Advance(TimeSpan.FromSeconds(seconds));
        var (before, at) = (ring.Written, clock.Now);
        while (clock.Now == at) loop.Step();
        Assert.InRange(ring.Written - before, 1, 2);
        for (var i = 0; i < 100; i++) loop.Step();
        var samples = new float[960];
        Assert.Equal(ReadStatus.Chunk, reader.TryRead(samples, out var first, out var gap));
        if (gap.IsEmpty) Assert.Equal(ReadStatus.Chunk, reader.TryRead(samples, out first, out gap)); // the one that was due before
        Assert.Equal(GapReason.Device, gap.Reason);
        Assert.InRange(gap.Frames, seconds * 48_000L - 960, seconds * 48_000L);
        Assert.InRange(first.CaptureTime, at - 20_000_000, at + 20_000_000);
    }
}
