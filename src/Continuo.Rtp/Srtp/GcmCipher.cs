using System.Buffers.Binary;
using System.Security.Cryptography;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Srtp;

/// <summary>AEAD_AES_128_GCM (RFC 7714). Not thread-safe; real-time-safe; allocates in the constructor.</summary>
internal sealed class GcmCipher : SrtpCipher
{
    private const int Tag = 16;
    private const int NonceBytes = 12;

    private readonly AesGcm _aes;
    private readonly byte[] _salt;

    /// <summary>Creates the cipher.</summary>
    public GcmCipher(SrtpSessionKeys keys)
    {
        _aes = new AesGcm(keys.Encryption, Tag);
        _salt = [.. keys.Salt];
    }

    [RealTime]
    public override int TagBytes => Tag;

    [RealTime]
    public override int IndexPosition(int packetBytes) => packetBytes - IndexBytes;

    [RealTime]
    public override void SealRtp(Span<byte> packet, int headerBytes, uint ssrc, ulong index)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(nonce, ssrc, index);
        var payload = packet[headerBytes..^Tag];
        Encrypt(nonce, payload, packet[^Tag..], packet[..headerBytes]);
    }

    [RealTime]
    public override bool OpenRtp(Span<byte> packet, int headerBytes, uint ssrc, ulong index)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(nonce, ssrc, index);

#pragma warning disable CTN017
        return TryOpen(nonce, packet[headerBytes..^Tag], packet[^Tag..], packet[..headerBytes]);
    }

    [RealTime]
    public override void SealRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(nonce, ssrc, index);
        BinaryPrimitives.WriteUInt32BigEndian(packet[^IndexBytes..], EncryptedFlag | index);
        Span<byte> associated = stackalloc byte[RtcpHeaderBytes + IndexBytes];
        WriteAssociated(associated, packet);
        var body = packet[RtcpHeaderBytes..^(Tag + IndexBytes)];
        Encrypt(nonce, body, packet[^(Tag + IndexBytes)..^IndexBytes], associated);
    }

    [RealTime]
    public override bool OpenRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(nonce, ssrc, index);
        Span<byte> associated = stackalloc byte[RtcpHeaderBytes + IndexBytes];
        WriteAssociated(associated, packet);

#pragma warning disable CTN017
        return TryOpen(nonce, packet[RtcpHeaderBytes..^(Tag + IndexBytes)], packet[^(Tag + IndexBytes)..^IndexBytes], associated);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_salt);
    }

    // 00 00 ‖ SSRC ‖ index, XOR salt. RTP's index is ROC ‖ SEQ (8.1), RTCP's is 00 00 ‖ 31 bits (9.1).
    [RealTime]
    private void WriteNonce(Span<byte> nonce, uint ssrc, ulong index)
    {
        BinaryPrimitives.WriteUInt64BigEndian(nonce, BinaryPrimitives.ReadUInt64BigEndian(_salt) ^ ((ulong)ssrc << 16 | index >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], BinaryPrimitives.ReadUInt32BigEndian(_salt.AsSpan(8)) ^ (uint)index);
    }

    // The header and the index field with its flag (9.2).
    [RealTime]
    private static void WriteAssociated(Span<byte> associated, ReadOnlySpan<byte> packet)
    {
        packet[..RtcpHeaderBytes].CopyTo(associated);
        packet[^IndexBytes..].CopyTo(associated[RtcpHeaderBytes..]);
    }

    [RealTime]
    private void Encrypt(ReadOnlySpan<byte> nonce, Span<byte> body, Span<byte> tag, ReadOnlySpan<byte> associated)
    {
#pragma warning disable CTN017 // The native cipher was allocated with the key; a call neither allocates nor waits (SrtpAllocationTests).
        _aes.Encrypt(nonce, body, body, tag, associated);
#pragma warning restore CTN017
    }

    private bool TryOpen(ReadOnlySpan<byte> nonce, Span<byte> body, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated)
    {
        try
        {
            _aes.Decrypt(nonce, body, tag, body, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}
