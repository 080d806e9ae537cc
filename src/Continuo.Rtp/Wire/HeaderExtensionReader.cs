using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>
/// Reads the elements of a header extension in the one- or the two-byte form (RFC 8285, 4.2 and 4.3). Never reads outside it.
/// Real-time-safe.
/// </summary>
[RealTime]
internal ref struct HeaderExtensionReader
{
    /// <summary>Profile of the one-byte form.</summary>
    public const ushort OneByteProfile = 0xBEDE;

    /// <summary>Profile of the two-byte form; its last four bits are for the application.</summary>
    public const ushort TwoByteProfile = 0x1000;

    private const int EndOfOneByteForm = 15;

    private readonly bool _isOneByte;
    private ReadOnlySpan<byte> _rest;

    /// <summary>Begins with the first element; there are none if the profile is of neither form.</summary>
    public HeaderExtensionReader(ushort profile, ReadOnlySpan<byte> extension)
    {
        _isOneByte = profile == OneByteProfile;
        _rest = _isOneByte || (profile & 0xFFF0) == TwoByteProfile ? extension : default;
    }

    /// <summary>Reads the next element.</summary>
    /// <param name="id">Its number, 1…14 or 1…255.</param>
    /// <param name="value">Its value: 1…16 bytes, or 0…255.</param>
    /// <returns><see langword="false"/> at the end, or if the rest is malformed.</returns>
    public bool TryRead(out byte id, out ReadOnlySpan<byte> value)
    {
        id = 0;
        value = default;

        // Zeros between elements are padding. In the one-byte form only the number decides: number 0 with a length is malformed, and ends
        // it.
        while (!_rest.IsEmpty && _rest[0] == 0) _rest = _rest[1..];
        if (_rest.Length < 2) return false;
        int header, bytes;
        if (_isOneByte)
        {
            (id, header, bytes) = ((byte)(_rest[0] >> 4), 1, (_rest[0] & 15) + 1);
            if (id is 0 or EndOfOneByteForm) return Fail(out id);
        }
        else
        {
            (id, header, bytes) = (_rest[0], 2, _rest[1]);
        }

        if (header + bytes > _rest.Length) return Fail(out id);
        value = _rest.Slice(header, bytes);
        _rest = _rest[(header + bytes)..];
        return true;
    }

    /// <summary>Finds an element; the first of several with its number.</summary>
    /// <returns>Whether there is one.</returns>
    public static bool TryFind(in RtpPacket packet, byte id, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (id == 0) return false;
        var reader = new HeaderExtensionReader(packet.ExtensionProfile, packet.Extension);
        while (reader.TryRead(out var found, out value))
        {
            if (found == id) return true;
        }

        return false;
    }

    private bool Fail(out byte id)
    {
        id = 0;
        _rest = default;
        return false;
    }
}
