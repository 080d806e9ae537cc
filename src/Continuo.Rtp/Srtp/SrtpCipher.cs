using Continuo.Diagnostics;

namespace Continuo.Rtp.Srtp;

/// <summary>
/// Encrypts and authenticates packets in place, with the session keys of RTP or of RTCP in one direction. Knows no state of the session:
/// the caller never seals two packets with the same SSRC and index. Not thread-safe; real-time-safe; allocates in the constructor.
/// </summary>
internal abstract class SrtpCipher : IDisposable
{
    /// <summary>Length of the index field of SRTCP, with the encryption flag in its first bit (RFC 3711, 3.4).</summary>
    public const int IndexBytes = 4;

    /// <summary>Length of the header of RTCP that is not encrypted: the fixed header of the first packet and its SSRC.</summary>
    public const int RtcpHeaderBytes = 8;

    /// <summary>Flag in the index field of SRTCP: the packet is encrypted.</summary>
    public const uint EncryptedFlag = 0x8000_0000;

    /// <summary>Length of the authentication tag.</summary>
    [RealTime]
    public abstract int TagBytes { get; }

    /// <summary>Derives the session keys of RTP or of RTCP, and creates the cipher of the profile with them.</summary>
    public static SrtpCipher Create(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, bool forRtcp)
    {
        using var keys = SrtpSessionKeys.Derive(profile, masterKey, masterSalt, forRtcp);
        return profile == SrtpProfile.AeadAes128Gcm ? new GcmCipher(keys) : new CounterCipher(keys);
    }

    /// <summary>
    /// Where the index field of an SRTCP packet begins: before the tag (RFC 3711, 3.4), with AES-GCM after it (RFC 7714, 9).
    /// </summary>
    [RealTime]
    public abstract int IndexPosition(int packetBytes);

    /// <summary>Protects an RTP packet.</summary>
    /// <param name="packet">Header, payload, and <see cref="TagBytes"/> that are overwritten.</param>
    /// <param name="headerBytes">Length of the header with contributing sources and extension.</param>
    /// <param name="ssrc">SSRC of the packet.</param>
    /// <param name="index">Index of the packet, 48 bits.</param>
    [RealTime]
    public abstract void SealRtp(Span<byte> packet, int headerBytes, uint ssrc, ulong index);

    /// <summary>Unprotects an RTP packet; its tag remains at its end.</summary>
    /// <returns>Whether it is authentic; otherwise its content is undefined.</returns>
    [RealTime]
    public abstract bool OpenRtp(Span<byte> packet, int headerBytes, uint ssrc, ulong index);

    /// <summary>Protects an RTCP packet.</summary>
    /// <param name="packet">The compound packet, and <see cref="TagBytes"/> + <see cref="IndexBytes"/> that are overwritten.</param>
    /// <param name="ssrc">SSRC of the first packet of the compound.</param>
    /// <param name="index">Index of the packet, 31 bits.</param>
    [RealTime]
    public abstract void SealRtcp(Span<byte> packet, uint ssrc, uint index);

    /// <summary>Unprotects an RTCP packet; tag and index remain at its end.</summary>
    /// <returns>Whether it is authentic; otherwise its content is undefined.</returns>
    [RealTime]
    public abstract bool OpenRtcp(Span<byte> packet, uint ssrc, uint index);

    /// <inheritdoc/>
    public abstract void Dispose();
}
