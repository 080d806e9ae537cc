using Continuo.Audio;
using Continuo.Rooms;
using Continuo.Rtp.Packets;

namespace Continuo.Server.Tests.Rooms;

/// <summary>A speaker that is a sine of amplitude 0.1.</summary>
internal sealed class SineInput(double hertz) : ISpeakerInput
{
    private long _position;

    public AudioFormat Format { get; } = new(48_000, 1);

    public PacketCodec? Codec => null;

    public bool WakesRoom => false;

    public bool IsIdle => false;

    public long LastArrival => long.MaxValue / 2;

    public SpeakerBlock Read(Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++) samples[i] = (float)(0.1 * Math.Sin(2 * Math.PI * hertz * (_position + i) / 48_000));
        _position += samples.Length;
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
