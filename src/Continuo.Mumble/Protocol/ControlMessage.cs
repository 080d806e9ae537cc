using System.Buffers.Binary;
using Google.Protobuf;

namespace Continuo.Mumble.Protocol;

/// <summary>Layout of a message on the control channel: type (16 bits), length (32 bits), payload; big endian.</summary>
internal static class ControlMessage
{
    /// <summary>Length of the header in bytes.</summary>
    public const int HeaderBytes = 6;

    /// <summary>Longest payload; peers that announce more are disconnected.</summary>
    public const int MaxPayloadBytes = 0x7F_FFFF;

    /// <summary>Writes a header.</summary>
    public static void WriteHeader(Span<byte> header, ControlMessageType type, int payloadBytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)type);
        BinaryPrimitives.WriteUInt32BigEndian(header[2..], (uint)payloadBytes);
    }

    /// <summary>Reads a header.</summary>
    /// <exception cref="InvalidDataException">It announces more than <see cref="MaxPayloadBytes"/>.</exception>
    public static (ControlMessageType Type, int PayloadBytes) ReadHeader(ReadOnlySpan<byte> header)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[2..]);
        if (length > MaxPayloadBytes) throw new InvalidDataException($"it announced a message of {length} bytes");
        return ((ControlMessageType)BinaryPrimitives.ReadUInt16BigEndian(header), (int)length);
    }

    /// <summary>Creates a complete message.</summary>
    public static byte[] Create(ControlMessageType type, IMessage message)
    {
        var bytes = new byte[HeaderBytes + message.CalculateSize()];
        WriteHeader(bytes, type, bytes.Length - HeaderBytes);
        message.WriteTo(bytes.AsSpan(HeaderBytes));
        return bytes;
    }
}
