using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Tests.Jitter;

/// <summary>The jitter buffer on real Opus.</summary>
public sealed class OpusPlayoutTests
{
    private const int Packets = 500;
    private static readonly AudioFormat Mono = new(48_000, 1);

    [Fact]
    public void A_tone_over_a_bad_network_keeps_its_level_and_never_clicks()
    {
        using var rig = new JitterRig(JitterBufferOptions.Default, new OpusPacketDecoder(Mono));
        var payloads = Encode(rig.Tone, OpusPreset.Named("high"));
        var random = new Random(11);
        for (var i = 0; i < Packets; i++)
        {
            if (random.NextDouble() < 0.03) continue;
            rig.Send(i, 10 + 40 * random.NextDouble(), payload: payloads[i]);
            if (random.NextDouble() < 0.1) rig.Send(i, 60, payload: payloads[i]);
        }

        rig.RunTo(Packets * 20 - 500);
        var s = rig.Statistics;
        Assert.InRange(s.ConcealedFrames + s.HeldFrames, 960, 960 * 40);
        Assert.True(s.DuplicatePackets > 20 && s.ReorderedPackets > 20);
        AssertToneWithoutClicks(rig);
    }

    [Fact]
    public void In_band_copies_are_decoded_for_lost_packets()
    {
        var preset = OpusPreset.Named("voice-medium");
        preset = preset with { Settings = preset.Settings with { InBandFec = true, ExpectedLossPercent = 20 } };
        using var rig = new JitterRig(JitterBufferOptions.Default, new OpusPacketDecoder(Mono));
        var payloads = Encode(rig.Tone, preset);
        for (var i = 0; i < Packets; i++)
        {
            if (i % 10 != 5) rig.Send(i, 10, payload: payloads[i]);
        }

        rig.RunTo(Packets * 20 - 500);
        Assert.InRange(rig.Statistics.RecoveredFrames, 960 * 40, 960 * 50);
        Assert.Equal(DelayReason.Redundancy, rig.Statistics.Target.Reason);
    }

    [Fact]
    public void Decoding_concealing_and_time_scaling_allocate_nothing()
    {
        var clock = new VirtualClock();
        var options = new JitterBufferOptions { StartDelay = TimeSpan.FromMilliseconds(500) };
        using var buffer = new JitterBuffer(new OpusPacketDecoder(Mono), options, clock);
        var payloads = Encode(new ToneDecoder(), OpusPreset.Named("high"));
        var output = new float[480];
        var sequence = 0L;
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            for (var i = 0; i < 50; i++, sequence++)
            {
                clock.AdvanceTo(sequence * 20_000_000);
                if (sequence % 9 != 0) buffer.Insert(new IncomingPacket(sequence, sequence * 960, payloads[sequence]), clock.Now);
                buffer.Read(output);
                clock.AdvanceTo(sequence * 20_000_000 + 10_000_000);
                buffer.Read(output);
            }
        }, calls: 5));
        var s = buffer.GetStatistics();
        Assert.True(s.PlayedFrames > 48 * 7_000 && s.ShortenedFrames > 0 && s.ConcealedFrames + s.CoveredFrames > 0);
    }

    private static byte[][] Encode(ToneDecoder tone, OpusPreset preset)
    {
        using var encoder = new OpusPacketEncoder(Mono, 960, preset);
        var buffer = new byte[encoder.MaxPayloadBytes];
        var samples = new float[960];
        var payloads = new byte[Packets][];
        for (var i = 0; i < Packets; i++)
        {
            for (var k = 0; k < 960; k++) samples[k] = (float)tone.SampleAt(i * 960L + k);
            payloads[i] = buffer[..encoder.Encode(samples, buffer)];
        }

        return payloads;
    }

    private static void AssertToneWithoutClicks(JitterRig rig)
    {
        const int From = 48 * 500;
        var steepest = 2 * 0.5 * Math.Tau * 440 / 48_000;
        var power = 0.0;
        for (var i = From; i < rig.Output.Count; i++)
        {
            power += rig.Output[i] * (double)rig.Output[i];
            Assert.True(Math.Abs(rig.Output[i] - rig.Output[i - 1]) < steepest,
                $"a step of {rig.Output[i] - rig.Output[i - 1]} at {i / 48.0} ms");
        }

        Assert.Equal(0.5 / Math.Sqrt(2), Math.Sqrt(power / (rig.Output.Count - From)), 0.02);
    }
}
