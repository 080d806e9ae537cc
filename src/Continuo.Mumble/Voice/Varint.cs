using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Mumble.Voice;

/// <summary>
/// The variable-length integers of Mumble's legacy voice layout: 7, 14, 21 or 28 bits with a prefix of ones, else a prefix byte and 32 or
/// 64 bits; negative numbers by a prefix of their own. Not those of Protobuf.
/// </summary>
internal static class Varint
{
    /// <summary>Longest encoding of a number that is not negative.</summary>
    public const int MaxBytes = 9;

    /// <summary>Takes a number from the beginning of <paramref name="rest"/>.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool TryRead(scoped ref ReadOnlySpan<byte> rest, out long value)
    {
        value = 0;
        var isNegative = false;
        if (!rest.IsEmpty && (rest[0] & 0xFC) == 0xF8)
        {
            isNegative = true;
            rest = rest[1..];
        }

        if (rest.IsEmpty) return false;
        var head = rest[0];
        var bytes = head switch { < 0x80 => 1, < 0xC0 => 2, < 0xE0 => 3, < 0xF0 => 4, < 0xF4 => 5, < 0xF8 => 9, < 0xFC => 0, _ => 1 };
        if (bytes == 0 || rest.Length < bytes) return false;
        value = head switch
        {
            < 0x80 => head,
            < 0xC0 => BinaryPrimitives.ReadUInt16BigEndian(rest) & 0x3FFF,
            < 0xE0 => (head & 0x1F) << 16 | BinaryPrimitives.ReadUInt16BigEndian(rest[1..]),
            < 0xF0 => BinaryPrimitives.ReadUInt32BigEndian(rest) & 0x0FFF_FFFF,
            < 0xF4 => BinaryPrimitives.ReadUInt32BigEndian(rest[1..]),
            < 0xF8 => BinaryPrimitives.ReadInt64BigEndian(rest[1..]),
            _ => ~(long)(head & 3), // −1 … −4
        };
        if (isNegative) value = ~value;
        rest = rest[bytes..];
        return true;
    }

    /// <summary>Writes a number; returns its length in bytes.</summary>
    [RealTime]
    public static int Write(Span<byte> destination, long value)
    {
        if (value < 0)
        {
            if (value >= -4)
            {
                destination[0] = (byte)(0xFC | ~value);
                return 1;
            }

            destination[0] = 0xF8;
            return 1 + Write(destination[1..], ~value);
        }

        switch (value)
        {
            case < 0x80:
                destination[0] = (byte)value;
                return 1;
            case < 0x4000:
                BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)(0x8000 | value));
                return 2;
            case < 0x20_0000:
                destination[0] = (byte)(0xC0 | value >> 16);
                BinaryPrimitives.WriteUInt16BigEndian(destination[1..], (ushort)value);
                return 3;
            case < 0x1000_0000:
                BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)(0xE000_0000 | value));
                return 4;
            case <= uint.MaxValue:
                destination[0] = 0xF0;
                BinaryPrimitives.WriteUInt32BigEndian(destination[1..], (uint)value);
                return 5;
            default:
                destination[0] = 0xF4;
                BinaryPrimitives.WriteInt64BigEndian(destination[1..], value);
                return 9;
        }
    }
}
