using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Mumble.Voice;

/// <summary>Writes the fields of a Protobuf message without allocating.</summary>
[RealTime]
internal ref struct FieldWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>Number of bytes written.</summary>
    public int Length { get; private set; }

    public void Write(int number, ulong value)
    {
        Variable((ulong)number << 3 | FieldReader.Variable);
        Variable(value);
    }

    public void Write(int number, float value)
    {
        Variable((ulong)number << 3 | FieldReader.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(_destination[Length..], value);
        Length += 4;
    }

    public void Write(int number, ReadOnlySpan<byte> bytes)
    {
        Variable((ulong)number << 3 | FieldReader.Delimited);
        Variable((ulong)bytes.Length);
        bytes.CopyTo(_destination[Length..]);
        Length += bytes.Length;
    }

    private void Variable(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _destination[Length++] = (byte)(value | 0x80);
        _destination[Length++] = (byte)value;
    }
}
