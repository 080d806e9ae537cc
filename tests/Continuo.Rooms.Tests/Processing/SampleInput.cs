using Continuo.Audio;
using Continuo.Rtp.Packets;

namespace Continuo.Rooms.Tests.Processing;

/// <summary>A speaker whose samples a test computes, block by block.</summary>
internal sealed class SampleInput(Action<Span<float>, long> fill, int channels = 1) : ISpeakerInput
{
    private long _position;

    public AudioFormat Format { get; } = new(48_000, channels);

    public PacketCodec? Codec => null;

    public bool WakesRoom => false;

    public bool IsIdle => false;

    public long LastArrival => 0;

    public SpeakerBlock Read(Span<float> samples)
    {
        fill(samples, _position);
        _position += samples.Length / Format.Channels;
        return SpeakerBlock.Heard;
    }

    public bool TryGetPacket(out ReadOnlySpan<byte> packet)
    {
        packet = default;
        return false;
    }

    public void Connect(RoomWake wake)
    {
    }

    public void Dispose()
    {
    }
}
