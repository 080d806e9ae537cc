using System.Buffers.Binary;
using Continuo.Rtp.Sockets;

namespace Continuo.WebRtc.Stun;

/// <summary>
/// Writes a STUN message (RFC 8489): attributes in the order of the calls, integrity and fingerprint last. Allocates nothing.
/// </summary>
internal ref struct StunWriter
{
    private readonly Span<byte> _destination;

    /// <summary>Begins a message.</summary>
    /// <param name="destination">Buffer for the message; 200 bytes are enough for any of ours.</param>
    /// <param name="type">Method and class.</param>
    /// <param name="transaction">12 bytes.</param>
    public StunWriter(Span<byte> destination, StunType type, ReadOnlySpan<byte> transaction)
    {
        _destination = destination;
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)type);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], StunMessage.MagicCookie);
        transaction[..12].CopyTo(destination[8..]);
        Length = StunMessage.HeaderBytes;
        WriteLength();
    }

    /// <summary>Bytes written; the message is complete after each call.</summary>
    public int Length { get; private set; }

    /// <summary>Adds an attribute with any value.</summary>
    public void Add(StunAttribute type, scoped ReadOnlySpan<byte> value) => value.CopyTo(Begin(type, value.Length));

    /// <summary>Adds an attribute without a value, or with one of 32 bits.</summary>
    public void Add(StunAttribute type, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Begin(type, 4), value);

    /// <summary>Adds an attribute with a value of 64 bits.</summary>
    public void Add(StunAttribute type, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Begin(type, 8), value);

    /// <summary>Adds the user fragments, the receiver's first (RFC 8445, 7.2.2).</summary>
    public void AddUsername(scoped ReadOnlySpan<byte> receiver, scoped ReadOnlySpan<byte> sender)
    {
        var value = Begin(StunAttribute.Username, receiver.Length + 1 + sender.Length);
        receiver.CopyTo(value);
        value[receiver.Length] = (byte)':';
        sender.CopyTo(value[(receiver.Length + 1)..]);
    }

    /// <summary>Adds XOR-MAPPED-ADDRESS (14.2).</summary>
    public void AddMappedAddress(in PeerAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        var length = address.WriteBytes(bytes);
        var value = Begin(StunAttribute.XorMappedAddress, 4 + length);
        value[0] = 0;
        value[1] = (byte)(length == 4 ? 1 : 2);
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(address.Port ^ StunMessage.MagicCookie >> 16));
        for (var i = 0; i < length; i++) value[4 + i] = (byte)(bytes[i] ^ _destination[4 + i]);
    }

    /// <summary>Adds ERROR-CODE without a reason phrase (14.8).</summary>
    public void AddErrorCode(int code)
    {
        var value = Begin(StunAttribute.ErrorCode, 4);
        value.Clear();
        value[2] = (byte)(code / 100);
        value[3] = (byte)(code % 100);
    }

    /// <summary>Adds MESSAGE-INTEGRITY over what was written (14.5).</summary>
    /// <param name="key">The password of the receiver of the request, in UTF-8.</param>
    public void AddIntegrity(scoped ReadOnlySpan<byte> key)
    {
        var before = _destination[..Length];
        StunChecksum.Integrity(before, key, Begin(StunAttribute.MessageIntegrity, StunChecksum.IntegrityBytes));
    }

    /// <summary>Adds FINGERPRINT over what was written (14.7).</summary>
    public void AddFingerprint()
    {
        var before = _destination[..Length];
        BinaryPrimitives.WriteUInt32BigEndian(Begin(StunAttribute.Fingerprint, 4), 0);
        BinaryPrimitives.WriteUInt32BigEndian(_destination[(Length - 4)..], StunChecksum.Fingerprint(before));
    }

    private Span<byte> Begin(StunAttribute type, int bytes)
    {
        var padded = bytes + 3 & ~3;
        var attribute = _destination.Slice(Length, StunMessage.AttributeHeaderBytes + padded);
        BinaryPrimitives.WriteUInt16BigEndian(attribute, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[2..], (ushort)bytes);
        attribute[(StunMessage.AttributeHeaderBytes + bytes)..].Clear();
        Length += attribute.Length;
        WriteLength();
        return attribute.Slice(StunMessage.AttributeHeaderBytes, bytes);
    }

    private readonly void WriteLength() =>
        BinaryPrimitives.WriteUInt16BigEndian(_destination[2..], (ushort)(Length - StunMessage.HeaderBytes));
}
