using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rtp.Packets;

namespace Continuo.Rooms.Announcing;

/// <summary>A speaker that is a piece of audio in memory, heard once.</summary>
internal sealed class ClipSpeakerInput(AudioClip clip) : ISpeakerInput
{
    private readonly float[] _samples = clip.Samples.ToArray();
    private int _position; // samples read

    public AudioFormat Format { get; } = clip.Format;

    [RealTime]
    public PacketCodec? Codec => null;

    public bool WakesRoom => false;

    [RealTime]
    public bool IsIdle => false;

    [RealTime]
    public long LastArrival => 0;

    /// <summary>Whether all has been read. Thread-safe.</summary>
    public bool HasEnded => Volatile.Read(ref _position) >= _samples.Length;

    [RealTime]
    public SpeakerBlock Read(Span<float> samples)
    {
        var part = _samples.AsSpan(_position, Math.Min(_samples.Length - _position, samples.Length));
        part.CopyTo(samples);
        samples[part.Length..].Clear();
        Volatile.Write(ref _position, _position + part.Length);
        return part.IsEmpty ? SpeakerBlock.Ended : SpeakerBlock.Heard;
    }

    [RealTime]
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
