using System.Buffers.Binary;
using Continuo.WebRtc.Sdp;

namespace Continuo.WebRtc.Sessions.Listening;

/// <summary>
/// The header extension of a listener's packets (RFC 8285): capture time (abs-capture-time, 8 bytes) and audio level (RFC 6464), as far as agreed. Its layout
/// never changes, so only the values are written per packet. One thread; real-time-safe.
/// </summary>
internal sealed class ListenerExtension
{
    private const ushort OneByteProfile = 0xBEDE;
    private const ushort TwoByteProfile = 0x1000;
    private const int TimeBytes = 8;

    private readonly byte[] _bytes;
    private readonly int _timeAt;
    private readonly int _levelAt;

    public ListenerExtension(HeaderExtensionIds ids)
    {
        var (isLong, length) = (Math.Max(ids.CaptureTime, ids.AudioLevel) > 14, 0);
        Profile = isLong ? TwoByteProfile : OneByteProfile;
        _bytes = new byte[16];
        if (ids.CaptureTime > 0) _timeAt = Begin(ids.CaptureTime, TimeBytes);
        if (ids.AudioLevel > 0) _levelAt = Begin(ids.AudioLevel, 1);
        _bytes = _bytes[..((length + 3) / 4 * 4)]; // zeros at the end are padding

        int Begin(byte id, int bytes)
        {
            // 4.2: number and length − 1 in one byte; 4.3: number and length in one byte each.
            if (isLong) (_bytes[length], _bytes[length + 1]) = (id, (byte)bytes);
            else _bytes[length] = (byte)(id << 4 | (bytes - 1));
            var at = length + (isLong ? 2 : 1);
            length = at + bytes;
            return at;
        }
    }

    /// <summary>Profile field of the extension.</summary>
    public ushort Profile { get; }

    /// <summary>Writes the values of a packet.</summary>
    /// <returns>The extension without its header; empty if nothing was agreed.</returns>
    public ReadOnlySpan<byte> Write(ulong captureNtp, byte level)
    {
        if (_timeAt > 0) BinaryPrimitives.WriteUInt64BigEndian(_bytes.AsSpan(_timeAt), captureNtp);
        if (_levelAt > 0) _bytes[_levelAt] = level;
        return _bytes;
    }
}
