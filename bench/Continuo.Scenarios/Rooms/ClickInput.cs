using Continuo.Audio;
using Continuo.Rooms;
using Continuo.Rtp.Packets;

namespace Continuo.Scenarios.Rooms;

/// <summary>A speaker that is a faint sine with a click in every tenth block.</summary>
internal sealed class ClickInput : ISpeakerInput
{
    public const int Interval = 10;

    private long _blocks;

    public AudioFormat Format { get; } = new(48_000, 1);

    public PacketCodec? Codec => null;

    public bool WakesRoom => false;

    public bool IsIdle => false;

    public long LastArrival => 0;

    public SpeakerBlock Read(Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++) samples[i] = (float)(0.01 * Math.Sin(Math.Tau * 10 * i / samples.Length));
        if (_blocks++ % Interval == 0) samples[samples.Length / 2] = 0.5f;
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
