using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Concealment;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Tests.Jitter;

public sealed class JitterBufferTests
{
    /// <summary>No two neighbouring samples of the 440 Hz sine of amplitude 0.5 are farther apart.</summary>
    private const double SteepestStep = 0.5 * Math.Tau * 440 / 48_000;

    [Theory]
    [InlineData(64)]
    [InlineData(441)]
    [InlineData(480)]
    [InlineData(960)]
    [InlineData(4801)]
    public void Blocks_of_any_size_hold_the_same_unbroken_sine(int block)
    {
        using var rig = new JitterRig(JitterRig.Fixed(150));
        for (var i = 0; i < 100; i++) rig.Send(i, 10 + i % 3);
        rig.RunTo(1800, block);
        AssertSine(rig, tolerance: 1e-6);
        Assert.Equal(0, rig.Statistics.ConcealedFrames + rig.Statistics.HeldFrames);
    }

    [Fact]
    public void Reordered_and_duplicate_packets_leave_no_trace_in_the_sound()
    {
        using var rig = new JitterRig(JitterRig.Fixed(60));
        for (var i = 0; i < 200; i++)
        {
            rig.Send(i, i % 5 == 2 ? 65 : 10);
            if (i % 4 == 0) rig.Send(i, 30);
        }

        rig.RunTo(3900);
        AssertSine(rig, tolerance: 1e-6);
        Assert.Equal(48, rig.Statistics.DuplicatePackets);
        Assert.InRange(rig.Statistics.ReorderedPackets, 25, 30);
        Assert.Equal(0, rig.Statistics.LatePackets);
    }

    [Fact]
    public void Time_scaling_keeps_the_sine_unbroken_and_its_pitch()
    {
        using var rig = new JitterRig(new JitterBufferOptions { StartDelay = TimeSpan.FromMilliseconds(300) });
        for (var i = 0; i < 500; i++) rig.Send(i, i is > 250 and < 400 ? 90 + 7 * (i % 3) : 10 + i % 5);
        rig.RunTo(9_900);
        var statistics = rig.Statistics;
        Assert.InRange(statistics.ShortenedFrames, 48 * 200, 48 * 600);
        Assert.Equal(0, statistics.SkippedFrames);
        AssertNoClick(rig, from: 48 * 320);
        Assert.Equal(440, Pitch(rig.Output, 48 * 320, 48 * 4_800), 1.0);
    }

    [Fact]
    public void The_end_is_not_drawn_out_however_much_is_held_back()
    {
        using var rig = new JitterRig(
            new JitterBufferOptions { StartDelay = TimeSpan.FromMilliseconds(400), MinDelay = TimeSpan.FromMilliseconds(400) });
        for (var i = 0; i < 250; i++) rig.Send(i, 10 + i % 5);
        rig.RunTo(4_900);
        var before = rig.Statistics.StretchedFrames;
        rig.RunTo(6_000);
        Assert.InRange(rig.Statistics.StretchedFrames - before, 0, 48 * 40);
    }

    [Fact]
    public void Lost_packets_are_concealed_and_counted_as_lost()
    {
        using var rig = new JitterRig(JitterRig.Fixed(60));
        for (var i = 0; i < 200; i++)
        {
            if (i % 20 is not (7 or 8)) rig.Send(i, 10);
        }

        rig.RunTo(3900);
        Assert.Equal(19 * 960, rig.Statistics.ConcealedFrames, 960.0);
        Assert.Equal(0, rig.Statistics.LateFrames);
        Assert.Equal(0, rig.Statistics.HeldFrames);
        AssertNoClick(rig, from: 48 * 80);
    }

    [Fact]
    public void Late_packets_are_distinguished_from_lost_ones()
    {
        using var rig = new JitterRig(JitterRig.Fixed(40));
        for (var i = 0; i < 200; i++) rig.Send(i, i % 20 == 9 ? 95 : 10);
        rig.RunTo(3900);
        Assert.Equal(10, rig.Statistics.LatePackets);
        Assert.Equal(10 * 960, rig.Statistics.ConcealedFrames);
        Assert.Equal(10 * 960, rig.Statistics.LateFrames);
    }

    [Fact]
    public void A_long_loss_fades_to_silence_and_back()
    {
        using var rig = new JitterRig(JitterRig.Fixed(40));
        for (var i = 0; i < 100; i++)
        {
            if (i is < 50 or >= 80) rig.Send(i, 10);
        }

        rig.RunTo(1900);
        var loss = 48 * (50 * 20 + 50);
        Assert.Contains(rig.Output.Skip(loss + 48 * 20).Take(480), s => Math.Abs(s) > 0.3);
        Assert.All(rig.Output.Skip(loss + 48 * 115).Take(48 * 400), s => Assert.Equal(0, s));
        AssertNoClick(rig, from: 48 * 60);
    }

    [Fact]
    public void A_copy_in_the_next_packet_fills_a_hole()
    {
        using var rig = new JitterRig(JitterRig.Fixed(60));
        for (var i = 0; i < 200; i++)
        {
            if (i % 10 != 5) rig.Send(i, 10, carriesPrevious: true);
        }

        rig.RunTo(3900);
        Assert.Equal(0, rig.Statistics.ConcealedFrames);
        Assert.Equal(rig.Tone.FromCopies * 960, rig.Statistics.RecoveredFrames);
        Assert.InRange(rig.Tone.FromCopies, 18, 20);
        AssertSine(rig, tolerance: 1e-6);
    }

    [Fact]
    public void Redundant_copies_fill_holes_and_spare_ones_are_no_duplicates()
    {
        using var rig = new JitterRig(JitterRig.Fixed(80));
        for (var i = 0; i < 200; i++)
        {
            if (i % 10 is not (5 or 6)) rig.Send(i, 10, copies: 2);
        }

        rig.RunTo(3900);
        Assert.Equal(0, rig.Statistics.ConcealedFrames);
        Assert.InRange(rig.Statistics.RedundantFrames, 37 * 960, 40 * 960);
        Assert.Equal(0, rig.Statistics.DuplicatePackets);
        Assert.InRange(rig.Statistics.SparePackets, 200, 400);
        AssertSine(rig, tolerance: 1e-6);
    }

    [Fact]
    public void The_target_grows_to_wait_for_copies_when_packets_are_lost_and_says_so()
    {
        using var rig = new JitterRig();
        for (var i = 0; i < 1500; i++)
        {
            if (i % 10 != 5) rig.Send(i, 10, copies: 1);
        }

        rig.RunTo(29_000);
        Assert.InRange(rig.Statistics.Target.TargetMs, 20, 25);
        Assert.Equal(DelayReason.Redundancy, rig.Statistics.Target.Reason);
        Assert.Contains("copies", rig.Statistics.Target.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Loss_without_copies_does_not_raise_the_target()
    {
        using var rig = new JitterRig();
        for (var i = 0; i < 1000; i++)
        {
            if (i % 5 != 3) rig.Send(i, 10);
        }

        rig.RunTo(19_000);
        Assert.InRange(rig.Statistics.Target.TargetMs, 0, 2);
        Assert.InRange(rig.Statistics.DelayMs, 0, 15);
    }

    [Fact]
    public void A_sender_that_pauses_is_silent_and_nothing_counts_as_missing()
    {
        using var rig = new JitterRig();
        for (var i = 0; i < 100; i++) rig.Send(i, 10, payload: i == 99 ? [0] : null);
        for (var i = 100; i < 200; i++)
        {
            rig.At(i * 20 + 1500 + 10, i, JitterRig.MediaTimeOf(i) + 72_000, ToneDecoder.Payload(JitterRig.MediaTimeOf(i) + 72_000));
        }

        rig.RunTo(5_400);
        Assert.Equal(0, rig.Statistics.ConcealedFrames + rig.Statistics.HeldFrames);
        Assert.Equal(72_000, rig.Statistics.PausedFrames);
        AssertNoClick(rig, from: 48 * 60);
    }

    [Fact]
    public void A_jump_in_the_numbers_is_followed_after_two_packets()
    {
        using var rig = new JitterRig(JitterRig.Fixed(40));
        for (var i = 0; i < 100; i++) rig.Send(i, 10);
        for (var i = 0; i < 100; i++) rig.At(2010 + i * 20, 50_000 + i, 9_000_000 + i * 960, ToneDecoder.Payload(9_000_000 + i * 960));
        rig.RunTo(3_900);
        Assert.Equal(1, rig.Statistics.Restarts);
        Assert.Equal(1, rig.Statistics.ImplausiblePackets);
        Assert.True(rig.Tone.Decoded > 185);
        AssertNoClick(rig, from: 48 * 60);
    }

    [Fact]
    public void A_single_stray_packet_is_ignored()
    {
        using var rig = new JitterRig(JitterRig.Fixed(40));
        for (var i = 0; i < 200; i++) rig.Send(i, 10);
        rig.At(1000, 1_000_000, 5, ToneDecoder.Payload(5));
        rig.At(2000, 77, long.MaxValue / 2, ToneDecoder.Payload(5));
        rig.RunTo(3_900);
        Assert.Equal(0, rig.Statistics.Restarts);
        Assert.Equal(2, rig.Statistics.ImplausiblePackets);
        AssertSine(rig, tolerance: 1e-6);
    }

    [Fact]
    public void Another_stream_begins_at_once()
    {
        using var rig = new JitterRig(JitterRig.Fixed(40));
        for (var i = 0; i < 100; i++) rig.Send(i, 10);
        for (var i = 0; i < 100; i++)
        {
            rig.At(2010 + i * 20, 7 + i, 4_800 + i * 960, ToneDecoder.Payload(4_800 + i * 960), isRestart: i == 0);
        }

        rig.RunTo(3_900);
        Assert.Equal(1, rig.Statistics.Restarts);
        Assert.Equal(0, rig.Statistics.ImplausiblePackets);
        AssertNoClick(rig, from: 48 * 60);
    }

    [Fact]
    public void A_consumer_that_stays_away_resumes_at_the_target()
    {
        using var rig = new JitterRig(new JitterBufferOptions { MaxLag = TimeSpan.FromSeconds(1) });
        for (var i = 0; i < 600; i++) rig.Send(i, 10 + i % 3);
        rig.RunTo(3_000);
        rig.Sleep(3_000);
        rig.RunTo(6_500);
        Assert.InRange(rig.Statistics.DelayMs, 0, 60);
        Assert.InRange(rig.Statistics.SkippedFrames + rig.Statistics.HeldFrames + rig.Statistics.CoveredFrames, 48 * 100, 48 * 3_200);
        AssertNoClick(rig, from: 48 * 100);
    }

    [Fact]
    public void Accumulated_delay_is_worked_off_without_skipping()
    {
        using var rig = new JitterRig(new JitterBufferOptions { StartDelay = TimeSpan.FromMilliseconds(800) });
        for (var i = 0; i < 500; i++) rig.Send(i, 10 + i % 3);
        rig.RunTo(900);
        Assert.InRange(rig.Statistics.DelayMs, 750, 850);
        rig.RunTo(8_000);
        Assert.InRange(rig.Statistics.DelayMs, 0, 25);
        Assert.Equal(
            0,
            rig.Statistics.SkippedFrames + rig.Statistics.CoveredFrames + rig.Statistics.HeldFrames + rig.Statistics.ConcealedFrames);
        AssertNoClick(rig, from: 48 * 820);
    }

    [Fact]
    public void Damaged_and_oversized_payloads_are_counted_and_concealed()
    {
        using var rig = new JitterRig(JitterRig.Fixed(60));
        for (var i = 0; i < 100; i++) rig.Send(i, 10, payload: i == 30 ? [1, 2, 3] : i == 60 ? new byte[5000] : i == 80 ? [] : null);
        rig.RunTo(1_900);
        Assert.Equal(2, rig.Statistics.MalformedPackets);
        Assert.Equal(1, rig.Statistics.OversizedPackets);
        Assert.Equal(3 * 960, rig.Statistics.ConcealedFrames);
    }

    [Fact]
    public void The_delay_stays_within_its_bounds()
    {
        using var low = new JitterRig(new JitterBufferOptions { MaxDelay = TimeSpan.FromMilliseconds(50) });
        using var high = new JitterRig(
            new JitterBufferOptions { StartDelay = TimeSpan.FromMilliseconds(150), MinDelay = TimeSpan.FromMilliseconds(100) });
        for (var i = 0; i < 500; i++)
        {
            low.Send(i, 10 + i % 10 * 20);
            high.Send(i, 10);
        }

        low.RunTo(9_000);
        high.RunTo(9_000);
        Assert.Equal((DelayReason.Maximum, 50), (low.Statistics.Target.Reason, low.Statistics.Target.TargetMs));
        Assert.Equal((DelayReason.Minimum, 100), (high.Statistics.Target.Reason, high.Statistics.Target.TargetMs));
        Assert.InRange(high.Statistics.DelayMs, 99, 115);
    }

    [Fact]
    public void Losses_in_plain_samples_make_no_click()
    {
        const PcmEncoding encoding = PcmEncoding.F32;
        var format = new AudioFormat(48_000, 1);
        using var encoder = new PcmPacketEncoder(encoding, format, 960);
        using var rig = new JitterRig(new JitterBufferOptions { MaxPayloadBytes = 4_000 }, new PcmPacketDecoder(encoding, format));
        var tone = new float[960];
        var random = new Random(5);
        for (var i = 0; i < 1_000; i++)
        {
            for (var k = 0; k < 960; k++) tone[k] = (float)rig.Tone.SampleAt(i * 960 + k);
            var payload = new byte[encoder.MaxPayloadBytes];
            var length = encoder.Encode(tone, payload);
            if (random.NextDouble() < 0.05) continue;
            rig.Send(i, 10 + random.NextDouble() * 30, payload: payload[..length]);
            if (random.NextDouble() < 0.1) rig.Send(i, 30, payload: payload[..length]);
        }

        rig.RunTo(19_000);
        Assert.InRange(rig.Statistics.ConcealedFrames, 48 * 300, 48 * 2_000);
        AssertNoClick(rig, from: 48 * 60, steepest: 3 * SteepestStep);
    }

    [Fact]
    public void A_steady_state_allocates_nothing()
    {
        var clock = new VirtualClock();
        using var buffer = new JitterBuffer(new ToneDecoder(), clock: clock);
        var payload = ToneDecoder.Payload(0, carriesPrevious: true);
        var output = new float[480];
        var sequence = 0L;
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            for (var i = 0; i < 200; i++, sequence++)
            {
                clock.AdvanceTo(sequence * 20_000_000);
                if (sequence % 17 != 0)
                {
                    buffer.Insert(new IncomingPacket(sequence, sequence * 960, payload), clock.Now - sequence % 7 * 1_000_000);
                }

                buffer.Read(output);
                clock.AdvanceTo(sequence * 20_000_000 + 10_000_000);
                buffer.Read(output);
            }
        }, calls: 5));
        Assert.InRange(buffer.GetStatistics().RecoveredFrames, 960 * 100, 960 * 118);
    }

    [Theory]
    [InlineData(0, 50, 100)]
    [InlineData(10, 5, 100)]
    [InlineData(10, 50, 40)]
    public void Options_out_of_range_are_refused(double min, double max, double lag)
    {
        var options = new JitterBufferOptions
        {
            MinDelay = TimeSpan.FromMilliseconds(min),
            MaxDelay = TimeSpan.FromMilliseconds(max),
            StartDelay = TimeSpan.FromMilliseconds(min + 45),
            MaxLag = TimeSpan.FromMilliseconds(lag),
        };
        if (min == 0)
        {
            new JitterBuffer(new ToneDecoder(), options).Dispose();
            return;
        }

        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => new JitterBuffer(new ToneDecoder(), options)).Code);
    }

    private static void AssertSine(JitterRig rig, double tolerance)
    {
        var at = 0;
        var first = rig.Pieces.First(piece => piece.Kind == PlayoutKind.Played).MediaTime;
        foreach (var piece in rig.Pieces)
        {
            for (var k = 0; k < piece.Frames; k++, at++)
            {
                // The first 5 ms of a stream fade in.
                if (piece.Kind == PlayoutKind.Played && piece.MediaTime + k >= first + 240)
                {
                    Assert.Equal(rig.Tone.SampleAt(piece.MediaTime + k), rig.Output[at], tolerance);
                }
            }
        }

        Assert.True(at >= 48 * 1_500);
    }

    private static void AssertNoClick(JitterRig rig, int from, double steepest = 1.1 * SteepestStep)
    {
        for (var i = from; i < rig.Output.Count; i++)
        {
            Assert.True(Math.Abs(rig.Output[i] - rig.Output[i - 1]) <= steepest,
                $"a step of {rig.Output[i] - rig.Output[i - 1]} at {i / 48.0} ms");
        }
    }

    private static double Pitch(IReadOnlyList<float> samples, int from, int to)
    {
        var rises = 0;
        for (var i = from + 1; i < to; i++)
        {
            if (samples[i - 1] < 0 && samples[i] >= 0) rises++;
        }

        return rises * 48_000.0 / (to - from);
    }
}
