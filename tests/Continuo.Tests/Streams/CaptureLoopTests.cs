using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rings;
using Continuo.Sources;
using Continuo.Streams;
using Continuo.Threading;

namespace Continuo.Tests.Streams;

public class CaptureLoopTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void A_quiet_application_yields_filled_time_and_keeps_its_sounds_in_place()
    {
        // Quiet for 2 s, plays from 2 s to 5 s, quiet until 10 s.
        var capture = new Capture(t => t is >= 2 * Second and < 5 * Second ? SourceStatus.Data : SourceStatus.Idle, jitterNanoseconds: 1e6);
        capture.RunUntil(10 * Second);

        Assert.InRange(capture.Frames, 479_520 - 480, 479_520 + 480); // the timeline begins with the first word of the device, at 10 ms
        Assert.InRange(capture.FirstSound, 95_520 - 480, 95_520 + 480);
        Assert.InRange(capture.LastSound, 239_520 - 480, 239_520 + 480);
        Assert.Equal(0, capture.Loop.Counters.GapFrames);
        Assert.InRange(capture.Loop.Counters.FilledFrames, 336_000 - 960, 336_000 + 960);
    }

    [Fact]
    public void A_thousand_beeps_do_not_add_up_to_a_shift()
    {
        var capture = new Capture(t => t % Second < 137_000_000 ? SourceStatus.Data : SourceStatus.Idle, jitterNanoseconds: 20e6);
        capture.RunUntil(1000 * Second);
        Assert.InRange(capture.Frames, 48_000_000 - 1440, 48_000_000 + 1440);
    }

    [Fact]
    public void A_lost_source_is_reopened_and_the_outage_is_one_gap_of_its_length()
    {
        var lost = false;
        var capture = new Capture(
            t =>
            {
                if (t < 3 * Second || lost) return SourceStatus.Data;
                lost = true;
                return SourceStatus.Lost;
            },
            opens: t => t is < 3 * Second or > 7 * Second);
        capture.RunUntil(10 * Second);

        var gap = Assert.Single(capture.Gaps);
        Assert.Equal(GapReason.Outage, gap.Reason);
        Assert.InRange(gap.Frames, 4 * 48_000 - 480, 5 * 48_000 + 480); // the last pause of the back-off is one second
        Assert.InRange(capture.EndPosition, 480_000 - 480, 480_000 + 480);
        Assert.Equal(1, capture.Loop.Counters.Reopened);
        Assert.True(capture.Loop.Counters.FailedReopens > 2);
    }

    [Fact]
    public void What_was_captured_before_an_outage_is_delivered_at_its_beginning()
    {
        var clock = new VirtualClock();
        var device = new ScriptedDevice(clock, t => t < 20_000_000 ? SourceStatus.Data : SourceStatus.Lost, opens: _ => true);
        device.Open();
        using var ring = new AudioRing(device.Format, chunkFrames: 1000);
        using var reader = ring.OpenReader();
        using var stop = new WakeSignal();
        var loop = new CaptureLoop(device, ring, new StreamOptions { Clock = clock }, stop);
        for (var i = 0; i < 3; i++) Assert.True(loop.Step());
        Assert.Equal(CaptureState.Reopening, loop.State);
        Assert.Equal(ReadStatus.Chunk, reader.TryRead(new float[1000], out var header, out _));
        Assert.Equal(960, header.Frames);
    }

    [Fact]
    public void A_stop_during_an_outage_reports_the_time_that_was_lost()
    {
        var capture = new Capture(t => t < 3 * Second ? SourceStatus.Data : SourceStatus.Lost, opens: t => t < 3 * Second);
        capture.RunUntil(8 * Second);
        Assert.InRange(capture.EndPosition, 8 * 48_000 - 480, 8 * 48_000 + 48_000);
        Assert.Equal(GapReason.Outage, Assert.Single(capture.Gaps).Reason);
    }

    [Fact]
    public void A_stretch_the_device_lost_without_a_word_is_a_gap()
    {
        var capture = new Capture(t => t is >= 3 * Second and < 4 * Second ? SourceStatus.Nothing : SourceStatus.Data);
        capture.RunUntil(6 * Second);
        var gap = Assert.Single(capture.Gaps);
        Assert.Equal(GapReason.Device, gap.Reason);
        Assert.InRange(gap.Frames, 48_000 - 480, 48_000 + 480);
        Assert.InRange(capture.EndPosition, 6 * 48_000 - 480, 6 * 48_000 + 480);
    }

    [Fact]
    public void Capture_times_rise_and_are_smooth_although_the_readings_jitter()
    {
        var capture = new Capture(_ => SourceStatus.Data, jitterNanoseconds: 4e6);
        capture.RunUntil(60 * Second);
        var worst = 0.0;
        for (var i = 1; i < capture.Headers.Count; i++)
        {
            var header = capture.Headers[i];
            Assert.True(header.CaptureTime > capture.Headers[i - 1].CaptureTime);
            if (i > 1000) worst = Math.Max(worst, Math.Abs(header.CaptureTime - header.Position * 1e9 / 48_000));
        }

        Assert.True(worst < 1e6, $"capture times are off by up to {worst / 1e6:0.00} ms");
    }

    [Fact]
    public void A_free_source_is_never_ahead_of_the_clock_for_a_simulated_hour()
    {
        var clock = new VirtualClock();
        using var ring = new AudioRing(new AudioFormat(48_000, 2), 480, 10);
        using var stop = new WakeSignal();
        var loop = new CaptureLoop(new CountingSource(block: 100), ring, new StreamOptions { Clock = clock }, stop);
        while (clock.Now < 3600 * Second)
        {
            Assert.True(loop.Step());
            Assert.True(loop.Counters.Frames <= clock.Now * 48_000 / Second);
            Assert.True(loop.Counters.Frames >= clock.Now * 48_000 / Second - 480);
        }
    }

    [Fact]
    public void An_unpaced_source_waits_for_its_slowest_reader_and_loses_nothing()
    {
        var clock = new VirtualClock();
        using var ring = new AudioRing(new AudioFormat(48_000, 2), 480, 10);
        using var stop = new WakeSignal();
        var loop = new CaptureLoop(new CountingSource(480 * 1000), ring,
            new StreamOptions { Clock = clock, Pacing = Pacing.Unpaced }, stop);
        using var reader = ring.OpenReader();
        var samples = new float[960];
        clock.World = _ => reader.TryRead(samples, out var _, out var _); // whoever waits gives the reader its turn
        while (loop.Step())
        {
        }

        loop.Finish();
        while (reader.TryRead(samples, out _, out _) == ReadStatus.Chunk)
        {
        }

        Assert.Equal(1000, reader.Statistics.Read);
        Assert.Equal(0, reader.Statistics.Dropped);
    }

    private sealed class Capture
    {
        private readonly VirtualClock _clock = new();
        private readonly AudioRing _ring;
        private readonly RingReader _reader;
        private readonly WakeSignal _stop = new();

        public Capture(Func<long, SourceStatus> script, Func<long, bool>? opens = null, double jitterNanoseconds = 0)
        {
            var device = new ScriptedDevice(_clock, script, opens) { JitterNanoseconds = jitterNanoseconds };
            device.Open();
            _ring = new AudioRing(device.Format);
            _reader = _ring.OpenReader();
            Loop = new CaptureLoop(device, _ring, new StreamOptions { Clock = _clock }, _stop);
        }

        public CaptureLoop Loop { get; }

        public List<ChunkHeader> Headers { get; } = [];

        public List<Gap> Gaps { get; } = [];

        public long Frames { get; private set; }

        public long EndPosition { get; private set; }

        public long FirstSound { get; private set; } = -1;

        public long LastSound { get; private set; }

        public void RunUntil(long time)
        {
            while (_clock.Now < time && Loop.Step()) Drain();
            _stop.Set();
            while (Loop.Step())
            {
            }

            Loop.Finish();
            Drain();
        }

        private void Drain()
        {
            var samples = new float[_ring.ChunkFrames];
            while (_reader.TryRead(samples, out var header, out var gap) == ReadStatus.Chunk)
            {
                Headers.Add(header);
                Assert.Equal(EndPosition + gap.Frames, header.Position);
                if (!gap.IsEmpty) Gaps.Add(gap);
                Frames += header.Frames;
                EndPosition = header.Position + header.Frames;
                for (var i = 0; i < header.Frames; i++)
                {
                    if (samples[i] == 0) continue;
                    if (FirstSound < 0) FirstSound = header.Position + i;
                    LastSound = header.Position + i;
                }
            }
        }
    }
}
