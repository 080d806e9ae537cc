using System.Buffers.Binary;
using System.Text;

namespace Continuo.Engine.Protocol;

/// <summary>Reads the content of a message. Missing or invalid parts make the whole message invalid; nothing throws.</summary>
internal ref struct MessageReader(ReadOnlySpan<byte> content)
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = content;

    private bool _isBroken;

    /// <summary>Whether all parts were valid and nothing is left.</summary>
    public readonly bool IsValid => !_isBroken && _rest.Length == 0;

    /// <summary>The unread rest.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte Byte() => Take(1) is { Length: 1 } bytes ? bytes[0] : (byte)0;

    /// <summary>A byte that is 0 or 1.</summary>
    public bool Flag()
    {
        var value = Byte();
        _isBroken |= value > 1;
        return value == 1;
    }

    public int Int32() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : 0;

    public long Int64() => Take(8) is { Length: 8 } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;

    public float Single() => BitConverter.Int32BitsToSingle(Int32());

    public double Double() => BitConverter.Int64BitsToDouble(Int64());

    public string Text()
    {
        var length = Take(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : 0;
        try
        {
            return Utf8.GetString(Take(length));
        }
        catch (ArgumentException)
        {
            _isBroken = true;
            return "";
        }
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (_isBroken || bytes > _rest.Length)
        {
            _isBroken = true;
            return default;
        }

        var taken = _rest[..bytes];
        _rest = _rest[bytes..];
        return taken;
    }
}
