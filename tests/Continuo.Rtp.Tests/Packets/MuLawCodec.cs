using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Tests.Packets;

/// <summary>G.711 µ-law (RFC 3551, PCMU) by public contracts alone, as a codec of a user's own would be written.</summary>
internal sealed class MuLawCodec : ICodecFactory
{
    public IReadOnlyList<string> Names { get; } = ["PCMU"];

    public string Implementation => "the test";

    public PacketCodec Describe(string name, AudioFormat format, TimeSpan packetTime, string parameters) =>
        new(name, format, (int)format.ToFrames(packetTime), format.SampleRate, format.Channels, parameters);

    public IPacketEncoder CreateEncoder(PacketCodec codec, OpusPreset? preset) => new Encoder(codec);

    public IPacketDecoder CreateDecoder(PacketCodec codec) => new Decoder(codec.Format);

    private static byte ToByte(float sample)
    {
        var value = Math.Min((int)(Math.Abs(Math.Clamp(sample, -1, 1)) * 32_767), 32_635) + 132;
        var exponent = 31 - int.LeadingZeroCount(value) - 7;
        return (byte)~((sample < 0 ? 0x80 : 0) | (exponent << 4) | ((value >> (exponent + 3)) & 15));
    }

    private static float ToSample(byte code)
    {
        var bits = ~code & 0xFF;
        var magnitude = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132;
        return (bits & 0x80) != 0 ? -magnitude / 32_767f : magnitude / 32_767f;
    }

    private sealed class Encoder(PacketCodec codec) : IPacketEncoder
    {
        public AudioFormat Format => codec.Format;

        public int FramesPerPacket => codec.FramesPerPacket;

        public int MaxPayloadBytes => codec.FramesPerPacket * codec.Format.Channels;

        public int LookAheadFrames => 0;

        public int Encode(ReadOnlySpan<float> samples, Span<byte> payload)
        {
            for (var i = 0; i < samples.Length; i++) payload[i] = ToByte(samples[i]);
            return samples.Length;
        }

        public void Dispose()
        {
        }
    }

    private sealed class Decoder(AudioFormat format) : IPacketDecoder
    {
        public AudioFormat Format => format;

        public int MaxFrames => format.SampleRate / 8;

        public int FramesOf(ReadOnlySpan<byte> payload) =>
            payload.Length > 0 && payload.Length % format.Channels == 0 && payload.Length / format.Channels <= MaxFrames
                ? payload.Length / format.Channels
                : -1;

        public int Decode(ReadOnlySpan<byte> payload, Span<float> samples)
        {
            for (var i = 0; i < payload.Length; i++) samples[i] = ToSample(payload[i]);
            return FramesOf(payload);
        }

        public bool CarriesPrevious(ReadOnlySpan<byte> payload) => false;

        public int DecodePrevious(ReadOnlySpan<byte> payload, Span<float> samples) => -1;

        public void Conceal(Span<float> samples) => samples.Clear();

        public void Reset()
        {
        }

        public void Dispose()
        {
        }
    }
}
