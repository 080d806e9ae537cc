using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rtp.Packets;

namespace Continuo.Server.Listening;

/// <summary>"Encodes" blocks as they stand in a WAV file: 16 bits, little-endian.</summary>
internal sealed class WavPacketEncoder(AudioFormat format, int packetMs) : IPacketEncoder
{
    [RealTime]
    public AudioFormat Format { get; } = format;

    [RealTime]
    public int FramesPerPacket { get; } = format.SampleRate * packetMs / 1000;

    [RealTime]
    public int MaxPayloadBytes => FramesPerPacket * Format.Channels * sizeof(short);

    [RealTime]
    public int LookAheadFrames => 0;

    [RealTime]
    public int Encode(ReadOnlySpan<float> samples, Span<byte> payload) => SampleConverter.Encode(samples, SampleType.S16, payload) * sizeof(short);

    public void Dispose()
    {
    }
}
