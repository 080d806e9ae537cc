using System.Buffers.Binary;
using System.Security.Cryptography;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Srtp;

/// <summary>AES_CM_128_HMAC_SHA1_80 (RFC 3711, 4.1.1 and 4.2.1). Not thread-safe; real-time-safe; allocates in the constructor.</summary>
internal sealed class CounterCipher : SrtpCipher
{
    private const int Tag = 10;
    private const int HashBytes = 20;

    private readonly AesCounter _aes;
    private readonly IncrementalHash _hash;
    private readonly ulong _saltHigh;
    private readonly ulong _saltLow;

    /// <summary>Creates the cipher.</summary>
    public CounterCipher(SrtpSessionKeys keys)
        : this(keys, AesCounter.IsAccelerated)
    {
    }

    /// <summary>Creates the cipher with or without the processor's AES instructions.</summary>
    public CounterCipher(SrtpSessionKeys keys, bool accelerated)
    {
        _aes = new AesCounter(keys.Encryption, accelerated);
        _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, keys.Authentication);
        Span<byte> salt = stackalloc byte[16];
        salt.Clear();
        keys.Salt.CopyTo(salt);
        _saltHigh = BinaryPrimitives.ReadUInt64BigEndian(salt);
        _saltLow = BinaryPrimitives.ReadUInt64BigEndian(salt[8..]);
    }

    [RealTime]
    public override int TagBytes => Tag;

    [RealTime]
    public override int IndexPosition(int packetBytes) => packetBytes - Tag - IndexBytes;

    [RealTime]
    public override void SealRtp(Span<byte> packet, int headerBytes, uint ssrc, ulong index)
    {
        Encrypt(packet[headerBytes..^Tag], ssrc, index);

        // The roll-over counter is authenticated, but not sent (4.2): it stands where the tag comes.
        var end = packet.Length - Tag;
        BinaryPrimitives.WriteUInt32BigEndian(packet[end..], (uint)(index >> 16));
        Span<byte> hash = stackalloc byte[HashBytes];
        Hash(packet[..(end + sizeof(uint))], hash);
        hash[..Tag].CopyTo(packet[end..]);
    }

    [RealTime]
    public override bool OpenRtp(Span<byte> packet, int headerBytes, uint ssrc, ulong index)
    {
        var end = packet.Length - Tag;
        Span<byte> tag = stackalloc byte[Tag];
        packet[end..].CopyTo(tag);
        BinaryPrimitives.WriteUInt32BigEndian(packet[end..], (uint)(index >> 16));
        Span<byte> hash = stackalloc byte[HashBytes];
        Hash(packet[..(end + sizeof(uint))], hash);
        if (!IsEqual(hash[..Tag], tag)) return false;
        tag.CopyTo(packet[end..]);
        Encrypt(packet[headerBytes..end], ssrc, index);
        return true;
    }

    [RealTime]
    public override void SealRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        var end = packet.Length - Tag - IndexBytes;
        Encrypt(packet[RtcpHeaderBytes..end], ssrc, index);
        BinaryPrimitives.WriteUInt32BigEndian(packet[end..], EncryptedFlag | index);
        Span<byte> hash = stackalloc byte[HashBytes];
        Hash(packet[..(end + IndexBytes)], hash);
        hash[..Tag].CopyTo(packet[(end + IndexBytes)..]);
    }

    [RealTime]
    public override bool OpenRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        Hash(packet[..^Tag], hash);
        if (!IsEqual(hash[..Tag], packet[^Tag..])) return false;
        Encrypt(packet[RtcpHeaderBytes..^(Tag + IndexBytes)], ssrc, index);
        return true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _aes.Dispose();
        _hash.Dispose();
    }

    // The first counter is (salt · 2¹⁶) XOR (SSRC · 2⁶⁴) XOR (index · 2¹⁶), as a number of 128 bits (4.1.1).
    [RealTime]
    private void Encrypt(Span<byte> bytes, uint ssrc, ulong index) => _aes.Xor(bytes, _saltHigh ^ ssrc, _saltLow ^ index << 16);

    [RealTime]
    private void Hash(ReadOnlySpan<byte> bytes, Span<byte> hash)
    {
        // The native hash was allocated with the key; appending and finishing neither allocates nor waits (SrtpAllocationTests).
#pragma warning disable CTN017
        _hash.AppendData(bytes);
        _hash.GetHashAndReset(hash);
#pragma warning restore CTN017
    }

    [RealTime]
    private static bool IsEqual(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> tag)
    {
#pragma warning disable CTN017 // Arithmetic on both spans, in a time that does not depend on their content.
        return CryptographicOperations.FixedTimeEquals(hash, tag);
#pragma warning restore CTN017
    }
}
