using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Srtp;

/// <summary>AEAD_AES_128_GCM (RFC 7714). Not thread-safe; real-time-safe; allocates in the constructor.</summary>
internal sealed class GcmCipher : SrtpCipher
{
    private const int Tag = GcmKey.TagBytes;

    private readonly GcmKey _key;
    private readonly ulong _saltHigh;
    private readonly uint _saltLow;

    /// <summary>Creates the cipher.</summary>
    public GcmCipher(SrtpSessionKeys keys)
        : this(keys, GcmKey.IsAccelerated)
    {
    }

    /// <summary>Creates the cipher with or without the processor's instructions.</summary>
    public GcmCipher(SrtpSessionKeys keys, bool accelerated)
    {
        _key = new GcmKey(keys.Encryption, accelerated);
        _saltHigh = BinaryPrimitives.ReadUInt64BigEndian(keys.Salt);
        _saltLow = BinaryPrimitives.ReadUInt32BigEndian(keys.Salt.AsSpan(8));
    }

    [RealTime]
    public override int TagBytes => Tag;

    [RealTime]
    public override int IndexPosition(int packetBytes) => packetBytes - IndexBytes;

    [RealTime]
    public override void SealRtp(Span<byte> packet, int headerBytes, uint ssrc, ulong index) =>
        _key.Encrypt(NonceHigh(ssrc, index), NonceLow(index), packet[headerBytes..^Tag], packet[..headerBytes], packet[^Tag..]);

    [RealTime]
    public override bool OpenRtp(Span<byte> packet, int headerBytes, uint ssrc, ulong index) =>
        _key.TryDecrypt(NonceHigh(ssrc, index), NonceLow(index), packet[headerBytes..^Tag], packet[..headerBytes], packet[^Tag..]);

    [RealTime]
    public override void SealRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet[^IndexBytes..], EncryptedFlag | index);
        Span<byte> associated = stackalloc byte[RtcpHeaderBytes + IndexBytes];
        WriteAssociated(associated, packet);
        _key.Encrypt(NonceHigh(ssrc, index), NonceLow(index), packet[RtcpHeaderBytes..^(Tag + IndexBytes)], associated,
            packet[^(Tag + IndexBytes)..^IndexBytes]);
    }

    [RealTime]
    public override bool OpenRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        Span<byte> associated = stackalloc byte[RtcpHeaderBytes + IndexBytes];
        WriteAssociated(associated, packet);
        return _key.TryDecrypt(NonceHigh(ssrc, index), NonceLow(index), packet[RtcpHeaderBytes..^(Tag + IndexBytes)], associated,
            packet[^(Tag + IndexBytes)..^IndexBytes]);
    }

    /// <inheritdoc/>
    public override void Dispose() => _key.Dispose();

    // 00 00 ‖ SSRC ‖ index of 48 bits, XOR salt. RTP's index is ROC ‖ SEQ (8.1), RTCP's is 00 00 ‖ 31 bits (9.1).
    [RealTime]
    private ulong NonceHigh(uint ssrc, ulong index) => _saltHigh ^ ((ulong)ssrc << 16 | index >> 32);

    [RealTime]
    private uint NonceLow(ulong index) => _saltLow ^ (uint)index;

    // The header and the index field with its flag (9.2).
    [RealTime]
    private static void WriteAssociated(Span<byte> associated, ReadOnlySpan<byte> packet)
    {
        packet[..RtcpHeaderBytes].CopyTo(associated);
        packet[^IndexBytes..].CopyTo(associated[RtcpHeaderBytes..]);
    }
}
