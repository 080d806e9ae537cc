using System.Buffers.Binary;
using System.Text;

namespace Continuo.Engine.Protocol;

/// <summary>
/// Writes the content of a message. Numbers are little-endian; a text is its length in bytes (u16) and UTF-8. Does not allocate.
/// </summary>
internal ref struct MessageWriter(Span<byte> content)
{
    private const int MaxTextBytes = 1024;

    private readonly Span<byte> _content = content;

    public int Length { get; private set; }

    public void Byte(byte value) => _content[Length++] = value;

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_content[Length..], value);
        Length += 4;
    }

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_content[Length..], value);
        Length += 8;
    }

    public void Single(float value) => Int32(BitConverter.SingleToInt32Bits(value));

    public void Double(double value) => Int64(BitConverter.DoubleToInt64Bits(value));

    /// <summary>Writes a text, truncated to 1024 bytes.</summary>
    public void Text(string value)
    {
        var room = _content.Slice(Length + 2, Math.Min(MaxTextBytes, _content.Length - Length - 2));
        if (!Encoding.UTF8.TryGetBytes(value, room, out var bytes))
        {
            bytes = Encoding.UTF8.GetBytes(value.AsSpan(0, Math.Min(value.Length, room.Length / 3)), room);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(_content[Length..], (ushort)bytes);
        Length += 2 + bytes;
    }
}
