using Continuo.Diagnostics;

namespace Continuo.Mumble.Voice;

/// <summary>
/// The layout up to Mumble 1.4: type and target in one byte, session (from the server), frame number, length with the terminator in bit 13,
/// Opus, and a position that is ignored.
/// </summary>
internal sealed class LegacyLayout : IVoiceLayout
{
    public static readonly LegacyLayout Instance = new();

    private const int PingType = 1;
    private const int OpusType = 4;
    private const int LastFlag = 0x2000;

    private LegacyLayout()
    {
    }

    /// <inheritdoc/>
    public bool TryRead(ReadOnlySpan<byte> packet, bool hasSession, out VoicePacket voice)
    {
        voice = default;
        if (packet.IsEmpty || packet[0] >> 5 != OpusType) return false;
        var rest = packet[1..];
        long session = 0;
        if (hasSession && (!Varint.TryRead(ref rest, out session) || session is < 0 or > uint.MaxValue)) return false;
        if (!Varint.TryRead(ref rest, out var frame) || frame < 0 || !Varint.TryRead(ref rest, out var head) || head < 0) return false;
        var length = head & (LastFlag - 1);
        if (length > rest.Length) return false;
        voice = new VoicePacket
        {
            Session = (uint)session,
            Target = (byte)(packet[0] & 0x1F),
            FrameNumber = frame,
            Opus = rest[..(int)length],
            IsLast = (head & LastFlag) != 0,
            Volume = 1,
        };
        return true;
    }

    /// <inheritdoc/>
    [RealTime]
    public int Write(Span<byte> destination, in VoicePacket voice, bool hasSession)
    {
        destination[0] = (byte)((OpusType << 5) | (voice.Target & 0x1F));
        var at = 1;
        if (hasSession) at += Varint.Write(destination[at..], voice.Session);
        at += Varint.Write(destination[at..], voice.FrameNumber);
        at += Varint.Write(destination[at..], voice.Opus.Length | (voice.IsLast ? LastFlag : 0));
        voice.Opus.CopyTo(destination[at..]);
        return at + voice.Opus.Length;
    }

    /// <inheritdoc/>
    public bool TryReadPing(ReadOnlySpan<byte> packet, out ulong timestamp)
    {
        timestamp = 0;
        if (packet.IsEmpty || packet[0] >> 5 != PingType) return false;
        var rest = packet[1..];
        if (!Varint.TryRead(ref rest, out var value)) return false;
        timestamp = (ulong)value;
        return true;
    }

    /// <inheritdoc/>
    public int WritePing(Span<byte> destination, ulong timestamp)
    {
        destination[0] = PingType << 5;
        return 1 + Varint.Write(destination[1..], (long)timestamp);
    }
}
