using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>Writes the elements of a header extension for <see cref="RtpHeader.WriteTo"/> (RFC 8285). Real-time-safe.</summary>
/// <param name="destination">Buffer to write to: each value with its header of one or two bytes, and up to 3 bytes of padding.</param>
/// <param name="twoByteForm">Whether to use the two-byte form, which numbers above 14 and values of no byte or more than 16 need.</param>
[RealTime]
internal ref struct HeaderExtensionWriter(Span<byte> destination, bool twoByteForm = false)
{
    private readonly Span<byte> _destination = destination;

    private int _length;

    /// <summary>Profile of the form.</summary>
    public readonly ushort Profile => twoByteForm ? HeaderExtensionReader.TwoByteProfile : HeaderExtensionReader.OneByteProfile;

    /// <summary>Adds an element.</summary>
    /// <param name="id">
    /// Its number, 1…14, or 1…255 in the two-byte form. 0, which stands for an extension that is not used, adds nothing.
    /// </param>
    /// <param name="value">Its value, 1…16 bytes, or 0…255 in the two-byte form.</param>
    public void Add(byte id, scoped ReadOnlySpan<byte> value)
    {
        if (id == 0) return;
        value.CopyTo(Begin(id, value.Length));
    }

    /// <summary>Adds an element to be filled by the caller.</summary>
    /// <inheritdoc cref="Add"/>
    /// <param name="id">Its number.</param>
    /// <param name="bytes">Length of its value.</param>
    public Span<byte> Begin(byte id, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((int)id, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)id, twoByteForm ? 255 : 14);
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, twoByteForm ? 0 : 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, twoByteForm ? 255 : 16);
        if (twoByteForm)
        {
            _destination[_length++] = id;
            _destination[_length++] = (byte)bytes;
        }
        else
        {
            _destination[_length++] = (byte)(id << 4 | bytes - 1);
        }

        var value = _destination.Slice(_length, bytes);
        _length += bytes;
        return value;
    }

    /// <summary>Pads the elements to a multiple of four bytes.</summary>
    /// <returns>The extension; empty without elements.</returns>
    public ReadOnlySpan<byte> Complete()
    {
        while (_length % 4 != 0) _destination[_length++] = 0;
        return _destination[.._length];
    }
}
