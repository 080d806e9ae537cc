using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Continuo.WebRtc.Dtls.BouncyCastle;

/// <summary>
/// Keeps unauthenticated records away from an established connection, which BouncyCastle would close for some of them: anyone
/// who can send from the peer's address could end a session. What passes is encrypted, or repeats a message of the handshake. One thread at
/// a time.
/// </summary>
internal sealed class RecordFilter
{
    private const int HeaderBytes = 13;
    private const byte ChangeCipherSpec = 20;
    private const byte HandshakeMessage = 22;

    // An explicit nonce and a tag of AES-GCM (RFC 5288), around something.
    private const int LeastEncryptedBytes = 8 + 16 + 1;

    private const int MostMessages = 256;

    private readonly HashSet<UInt128> _messages = [];

    /// <summary>Whether the handshake is over.</summary>
    public bool IsEstablished { get; set; }

    /// <summary>Whether a datagram may be processed.</summary>
    public bool Passes(ReadOnlySpan<byte> datagram)
    {
        // RFC 6347, 4.1: type, version, epoch, number, length. A datagram is a sequence of records.
        while (datagram.Length >= HeaderBytes)
        {
            var (type, epoch) = (datagram[0], BinaryPrimitives.ReadUInt16BigEndian(datagram[3..]));
            var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]);
            if (length > datagram.Length - HeaderBytes) return !IsEstablished;
            if (!Passes(type, epoch, datagram.Slice(HeaderBytes, length))) return false;
            datagram = datagram[(HeaderBytes + length)..];
        }

        return datagram.IsEmpty || !IsEstablished;
    }

    private bool Passes(byte type, ushort epoch, ReadOnlySpan<byte> content)
    {
        if (!IsEstablished)
        {
            if (type == HandshakeMessage && epoch == 0 && _messages.Count < MostMessages) _messages.Add(Digest(content));
            return true;
        }

        if (epoch > 0) return content.Length >= LeastEncryptedBytes;
        // A flight that was lost is repeated with other record numbers and the same messages; its ChangeCipherSpec means nothing any more.
        return type == ChangeCipherSpec ? content.Length == 1 : type == HandshakeMessage && _messages.Contains(Digest(content));
    }

    private static UInt128 Digest(ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }
}
