using System.Buffers.Binary;
using System.Security.Cryptography;
using Continuo.Rtp.Sockets;

namespace Continuo.WebRtc.Stun;

/// <summary>
/// A received STUN message (RFC 8489): a view of its bytes, which come from anyone. Parsing never throws, never reads outside them, and
/// allocates nothing. Its content may be trusted only if <see cref="HasIntegrity"/>.
/// </summary>
internal readonly ref struct StunMessage
{
    /// <summary>Length of the header.</summary>
    public const int HeaderBytes = 20;

    /// <summary>Length of an attribute's type and length.</summary>
    public const int AttributeHeaderBytes = 4;

    /// <summary>Length of the longest message that is parsed: more than a path without fragmentation carries.</summary>
    public const int MaxBytes = 1500;

    /// <summary>Second word of each message.</summary>
    public const uint MagicCookie = 0x2112_A442;

    private readonly ReadOnlySpan<byte> _message;
    private readonly StunAttributes _attributes;

    private StunMessage(ReadOnlySpan<byte> message, StunAttributes attributes)
    {
        _message = message;
        _attributes = attributes;
    }

    /// <summary>Method and class.</summary>
    public StunType Type => (StunType)BinaryPrimitives.ReadUInt16BigEndian(_message);

    /// <summary>Length of the message.</summary>
    public int Length => _message.Length;

    /// <summary>The 12 bytes that a response has in common with its request.</summary>
    public ReadOnlySpan<byte> Transaction => _message[8..HeaderBytes];

    /// <summary>The user fragments, the receiver's first, joined by a colon; empty without one.</summary>
    public ReadOnlySpan<byte> Username => Value(_attributes.Username);

    /// <summary>
    /// The part of <see cref="Username"/> before the colon: the fragment of who receives the request. Empty without a colon.
    /// </summary>
    public ReadOnlySpan<byte> ReceiverFragment => Username[..Math.Max(0, Username.IndexOf((byte)':'))];

    /// <summary>The part of <see cref="Username"/> after the colon: the fragment of who sent the request.</summary>
    public ReadOnlySpan<byte> SenderFragment => Username[(Username.IndexOf((byte)':') + 1)..];

    /// <summary>Whether the message carries an integrity, right or wrong.</summary>
    public bool IsSigned => _attributes.Integrity != 0;

    /// <summary>Whether the controlling agent nominates the pair (USE-CANDIDATE).</summary>
    public bool IsNomination => _attributes.IsNomination;

    /// <summary>Whether the sender will end the session soon.</summary>
    public bool IsLeaving => _attributes.IsLeaving;

    /// <summary>Whether the sender says that it is controlling.</summary>
    public bool IsControlling => _attributes.Controlling != 0;

    /// <summary>Whether the sender says that it is controlled.</summary>
    public bool IsControlled => _attributes.Controlled != 0;

    /// <summary>Priority of the check; 0 if there is none.</summary>
    public uint Priority => Value(_attributes.Priority) is { Length: 4 } value ? BinaryPrimitives.ReadUInt32BigEndian(value) : 0;

    /// <summary>The sender's tie-breaker (RFC 8445, 7.1.3); 0 if there is none.</summary>
    public ulong TieBreaker =>
        Value(Math.Max(_attributes.Controlling, _attributes.Controlled)) is { Length: 8 } value
            ? BinaryPrimitives.ReadUInt64BigEndian(value)
            : 0;

    /// <summary>Code of an error response, 300…699; 0 if there is none.</summary>
    public int ErrorCode => Value(_attributes.Error) is { Length: >= 4 } value ? (value[2] & 7) * 100 + Math.Min((int)value[3], 99) : 0;

    /// <summary>First attribute that must be understood and is not; 0 if there is none.</summary>
    public ushort UnknownAttribute => _attributes.Unknown;

    /// <summary>Whether a datagram may be a STUN message: its first byte (RFC 7983) and the magic cookie.</summary>
    public static bool IsPossible(ReadOnlySpan<byte> datagram) =>
        datagram.Length >= HeaderBytes && datagram[0] <= 3 && BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) == MagicCookie;

    /// <summary>Parses a datagram.</summary>
    /// <returns>
    /// Whether it is a well-formed message: header, all attributes within, nothing after them, and a right fingerprint if there is one.
    /// </returns>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        if (!IsPossible(datagram) || datagram.Length > MaxBytes) return false;
        if (BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) != datagram.Length - HeaderBytes) return false;
        if (!StunAttributes.TryFind(datagram, out var attributes)) return false;
        message = new StunMessage(datagram, attributes);
        return true;
    }

    /// <summary>Whether the message's integrity is that of a password; compared in a time that does not depend on it.</summary>
    /// <param name="key">The password, in UTF-8.</param>
    public bool HasIntegrity(ReadOnlySpan<byte> key)
    {
        if (!IsSigned) return false;
        Span<byte> expected = stackalloc byte[StunChecksum.IntegrityBytes];
        StunChecksum.Integrity(_message[..(_attributes.Integrity - AttributeHeaderBytes)], key, expected);
        return CryptographicOperations.FixedTimeEquals(expected, Value(_attributes.Integrity));
    }

    /// <summary>Reads the address that a success response reports.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryGetMappedAddress(out PeerAddress address)
    {
        address = default;
        var value = Value(_attributes.MappedAddress);
        var bytes = value.Length switch { 8 when value[1] == 1 => 4, 20 when value[1] == 2 => 16, _ => 0 };
        if (bytes == 0) return false;

        // The port is XORed with the cookie's first half; the address with the cookie and, if it is longer, the transaction (14.2).
        Span<byte> plain = stackalloc byte[bytes];
        for (var i = 0; i < bytes; i++) plain[i] = (byte)(value[4 + i] ^ _message[4 + i]);
        address = PeerAddress.FromBytes(plain, (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ (MagicCookie >> 16)));
        return true;
    }

    private ReadOnlySpan<byte> Value(int position) =>
        position == 0 ? default : _message.Slice(position, BinaryPrimitives.ReadUInt16BigEndian(_message[(position - 2)..]));
}
