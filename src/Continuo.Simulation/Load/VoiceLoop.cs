using Continuo.Codecs.Opus;
using Continuo.Rtp.Packets;

namespace Continuo.Simulation.Load;

/// <summary>A second of each speaker's packets, encoded once and sent again and again, so that the speakers cost next to nothing.</summary>
internal sealed class VoiceLoop
{
    private static readonly OpusPreset Preset = OpusPreset.Named("voice-ultra");
    private readonly byte[][][] _payloads;

    public VoiceLoop(VoicePlan plan, PacketCodec codec)
    {
        Packets = codec.Format.SampleRate / codec.FramesPerPacket;
        using (var encoder = CodecRegistry.CreateEncoder(codec, Preset)) LookAheadFrames = encoder.LookAheadFrames;
        _payloads = new byte[plan.Hertz.Length][][];
        Parallel.For(0, _payloads.Length, voice => _payloads[voice] = Encode(plan, codec, voice, Packets));
    }

    /// <summary>Look-ahead of the speakers' encoders in frames.</summary>
    public int LookAheadFrames { get; }

    /// <summary>Packets per second.</summary>
    public int Packets { get; }

    public ReadOnlySpan<byte> Payload(int voice, long packet) => _payloads[voice][packet % Packets];

    private static byte[][] Encode(VoicePlan plan, PacketCodec codec, int voice, int packets)
    {
        using var encoder = CodecRegistry.CreateEncoder(codec, Preset);
        var (rate, channels, frames) = (codec.Format.SampleRate, codec.Format.Channels, codec.FramesPerPacket);
        var second = new float[rate];
        var phase = Math.PI * voice * voice / plan.Hertz.Length; // the sum of all stays low
        for (var i = 0; i < rate; i++)
        {
            second[i] = (float)(plan.Amplitude * Math.Sin(2 * Math.PI * plan.Hertz[voice] * i / rate + phase));
        }

        if (voice < MarkerBurst.Count) MarkerBurst.AddTo(second, rate, voice);
        var (samples, payload, payloads) = (new float[frames * channels], new byte[encoder.MaxPayloadBytes], new byte[packets][]);

        // The second time round the encoder's state continues that of the loop's end.
        for (var packet = 0; packet < 2 * packets; packet++)
        {
            for (var i = 0; i < samples.Length; i++) samples[i] = second[packet % packets * frames + i / channels];
            payloads[packet % packets] = payload[..encoder.Encode(samples, payload)];
        }

        return payloads;
    }
}
