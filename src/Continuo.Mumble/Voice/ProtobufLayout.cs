using Continuo.Diagnostics;

namespace Continuo.Mumble.Voice;

/// <summary>
/// The layout from Mumble 1.5 on: a byte for the type, then Protobuf. Written by hand, because it is read for every packet and must not
/// allocate.
/// </summary>
internal sealed class ProtobufLayout : IVoiceLayout
{
    public static readonly ProtobufLayout Instance = new();

    private const byte AudioType = 0;
    private const byte PingType = 1;
    private const int Target = 1, Context = 2, Session = 3, FrameNumber = 4, Opus = 5, Volume = 7, IsLast = 16;

    private ProtobufLayout()
    {
    }

    /// <inheritdoc/>
    public bool TryRead(ReadOnlySpan<byte> packet, bool hasSession, out VoicePacket voice)
    {
        voice = default;
        if (packet.IsEmpty || packet[0] != AudioType) return false;
        var fields = new FieldReader(packet[1..]);
        ulong session = 0, frame = 0, target = 0;
        var (isLast, volume) = (false, 1f);
        var opus = default(ReadOnlySpan<byte>);
        while (fields.TryNext())
        {
            switch (fields.Number)
            {
                case Target when !hasSession:
                case Context when hasSession:
                    target = fields.Value;
                    break;
                case Session:
                    session = fields.Value;
                    break;
                case FrameNumber:
                    frame = fields.Value;
                    break;
                case Opus:
                    opus = fields.Bytes;
                    break;
                case Volume when fields.Wire == FieldReader.Fixed32:
                    volume = BitConverter.UInt32BitsToSingle((uint)fields.Value);
                    break;
                case IsLast:
                    isLast = fields.Value != 0;
                    break;
            }
        }

        if (fields.IsMalformed || session > uint.MaxValue || frame > long.MaxValue || target > byte.MaxValue) return false;
        voice = new VoicePacket
        {
            Session = (uint)session,
            Target = (byte)target,
            FrameNumber = (long)frame,
            Opus = opus,
            IsLast = isLast,
            Volume = float.IsFinite(volume) && volume > 0 ? volume : 1,
        };
        return true;
    }

    /// <inheritdoc/>
    [RealTime]
    public int Write(Span<byte> destination, in VoicePacket voice, bool hasSession)
    {
        destination[0] = AudioType;
        var fields = new FieldWriter(destination[1..]);
        fields.Write(hasSession ? Context : Target, voice.Target);
        if (hasSession) fields.Write(Session, voice.Session);
        fields.Write(FrameNumber, (ulong)voice.FrameNumber);
        fields.Write(Opus, voice.Opus);
        if (hasSession && voice.Volume is not (0 or 1)) fields.Write(Volume, voice.Volume);
        if (voice.IsLast) fields.Write(IsLast, 1);
        return 1 + fields.Length;
    }

    /// <inheritdoc/>
    public bool TryReadPing(ReadOnlySpan<byte> packet, out ulong timestamp)
    {
        timestamp = 0;
        if (packet.IsEmpty || packet[0] != PingType) return false;
        var fields = new FieldReader(packet[1..]);
        while (fields.TryNext())
        {
            if (fields.Number == 1) timestamp = fields.Value;
        }

        return !fields.IsMalformed;
    }

    /// <inheritdoc/>
    public int WritePing(Span<byte> destination, ulong timestamp)
    {
        destination[0] = PingType;
        var fields = new FieldWriter(destination[1..]);
        fields.Write(1, timestamp);
        return 1 + fields.Length;
    }
}
