using Continuo.Audio;
using Continuo.Rooms;
using Continuo.Rtp.Packets;

namespace Continuo.Scenarios.Rooms;

/// <summary>A speaker that is a faint sine and costs next to nothing, or one who never speaks.</summary>
internal sealed class SteadyInput(int number, bool isIdle = false) : ISpeakerInput
{
    private readonly float[] _block = [.. Enumerable.Range(0, 960)
        .Select(i => (float)(0.005 * Math.Sin(Math.Tau * (1 + number % 40) * i / 960)))];

    public AudioFormat Format { get; } = new(48_000, 1);

    public PacketCodec? Codec => null;

    public bool WakesRoom => true;

    public bool IsIdle => isIdle;

    public long LastArrival => long.MaxValue / 2;

    public SpeakerBlock Read(Span<float> samples)
    {
        _block.AsSpan(0, samples.Length).CopyTo(samples);
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
