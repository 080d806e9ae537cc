using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>
/// Header extension abs-capture-time (http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time): when the first frame of a packet was
/// captured. Real-time-safe.
/// </summary>
/// <param name="NtpTime">Wall-clock time in seconds since 1900, as a 32.32 fixed-point number, on the clock of who captured it.</param>
/// <param name="ClockOffset">
/// What to add to it to have it on the sender's clock, as a signed 32.32 fixed-point number; <see langword="null"/> if not given.
/// </param>
[RealTime]
internal readonly record struct AbsoluteCaptureTime(ulong NtpTime, long? ClockOffset = null)
{
    /// <summary>Length in bytes without an offset.</summary>
    public const int Bytes = 8;

    /// <summary>Length in bytes with an offset.</summary>
    public const int BytesWithOffset = 16;

    /// <summary>Reads a value.</summary>
    /// <returns>Whether it has one of both lengths.</returns>
    public static bool TryRead(ReadOnlySpan<byte> value, out AbsoluteCaptureTime time)
    {
        time = default;
        if (value.Length is not (Bytes or BytesWithOffset)) return false;
        long? offset = value.Length == Bytes ? null : BinaryPrimitives.ReadInt64BigEndian(value[Bytes..]);
        time = new AbsoluteCaptureTime(BinaryPrimitives.ReadUInt64BigEndian(value), offset);
        return true;
    }

    /// <summary>Writes the value.</summary>
    /// <returns>The number of bytes written.</returns>
    public int WriteTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, NtpTime);
        if (ClockOffset is not { } offset) return Bytes;
        BinaryPrimitives.WriteInt64BigEndian(destination[Bytes..], offset);
        return BytesWithOffset;
    }
}
