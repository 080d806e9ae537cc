using System.Buffers.Binary;

namespace Continuo.Engine.Protocol;

/// <summary>
/// Header of every message: magic "CTNE", version, type, two zero bytes, number of the request, length of the content in bytes. 16 bytes,
/// little-endian.
/// </summary>
internal readonly record struct MessageHeader(EngineMessageType Type, uint Request, int Length)
{
    public const int Bytes = 16;
    public const uint Magic = 0x454E5443;
    public const byte Version = 1;

    /// <summary>Maximum length of the content.</summary>
    public const int MaxLength = 4096;

    /// <summary>Added to the type of a request to form the type of its answer.</summary>
    public const byte Answer = 128;

    public void WriteTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        bytes[4] = Version;
        bytes[5] = (byte)Type;
        (bytes[6], bytes[7]) = (0, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Request);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], Length);
    }

    /// <summary>Reads a header; returns the error, or <see langword="null"/>.</summary>
    public static string? TryRead(ReadOnlySpan<byte> bytes, out MessageHeader header)
    {
        header = new MessageHeader((EngineMessageType)bytes[5], BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]));
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic) return "it does not use the engine's protocol";
        if (bytes[4] != Version) return $"it uses version {bytes[4]} of the protocol, not {Version}";
        if (bytes[6] != 0 || bytes[7] != 0) return "reserved bytes are not zero";
        return header.Length is < 0 or > MaxLength ? $"a message of {header.Length} bytes; the maximum is {MaxLength}" : null;
    }
}
