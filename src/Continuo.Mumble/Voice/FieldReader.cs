using System.Buffers.Binary;

namespace Continuo.Mumble.Voice;

/// <summary>Iterates the fields of a Protobuf message without allocating. Never throws, whatever the bytes are.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> message)
{
    public const int Variable = 0;
    public const int Fixed64 = 1;
    public const int Delimited = 2;
    public const int Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Number of the current field.</summary>
    public int Number { get; private set; }

    /// <summary>Wire type of the current field.</summary>
    public int Wire { get; private set; }

    /// <summary>Value of the current field, if it is a number.</summary>
    public ulong Value { get; private set; }

    /// <summary>Value of the current field, if it is delimited.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Whether the message broke off, or violates the encoding.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Advances to the next field.</summary>
    /// <returns><see langword="false"/> at the end, and if the message is malformed.</returns>
    public bool TryNext()
    {
        if (_rest.IsEmpty || IsMalformed) return false;
        IsMalformed = !TryField();
        return !IsMalformed;
    }

    private bool TryField()
    {
        if (!TryVariable(out var tag) || tag >> 3 is 0 or > int.MaxValue) return false;
        (Number, Wire, Value) = ((int)(tag >> 3), (int)(tag & 7), 0);
        Bytes = default;
        switch (Wire)
        {
            case Variable:
                if (!TryVariable(out var number)) return false;
                Value = number;
                return true;
            case Fixed64:
                if (_rest.Length < 8) return false;
                Value = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
                _rest = _rest[8..];
                return true;
            case Delimited:
                if (!TryVariable(out var length) || length > (ulong)_rest.Length) return false;
                Bytes = _rest[..(int)length];
                _rest = _rest[(int)length..];
                return true;
            case Fixed32:
                if (_rest.Length < 4) return false;
                Value = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
                _rest = _rest[4..];
                return true;
            default:
                return false;
        }
    }

    private bool TryVariable(out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 70 && !_rest.IsEmpty; shift += 7)
        {
            var part = _rest[0];
            _rest = _rest[1..];
            if (shift < 64) value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return true;
        }

        return false;
    }
}
