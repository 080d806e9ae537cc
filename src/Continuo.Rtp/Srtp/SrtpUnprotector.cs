using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Srtp;

/// <summary>
/// Checks and decrypts the RTP and RTCP packets of one session and direction (RFC 3711). Packets come from outside: nothing throws for what
/// they hold. Not thread-safe: one thread at a time; real-time-safe; allocates in the constructor.
/// </summary>
internal sealed class SrtpUnprotector : IDisposable
{
    private readonly SrtpCipher _rtp;
    private readonly SrtpCipher _rtcp;
    private readonly SourceWindows _rtpSources = new();
    private readonly SourceWindows _rtcpSources = new();

    /// <summary>Derives the session keys.</summary>
    /// <param name="profile">The negotiated profile.</param>
    /// <param name="masterKey">16 bytes.</param>
    /// <param name="masterSalt">14 bytes, 12 for AES-GCM.</param>
    public SrtpUnprotector(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
        : this(
            SrtpCipher.Create(profile, masterKey, masterSalt, forRtcp: false),
            SrtpCipher.Create(profile, masterKey, masterSalt, forRtcp: true))
    {
    }

    /// <summary>Takes the ciphers over.</summary>
    public SrtpUnprotector(SrtpCipher rtp, SrtpCipher rtcp) => (_rtp, _rtcp) = (rtp, rtcp);

    /// <summary>Checks and decrypts an RTP packet in place. The header precedes the decrypted payload, with its padding.</summary>
    /// <param name="packet">The received packet. Its content is undefined if it is not accepted.</param>
    /// <param name="length">Length of the plain packet; 0 if it is not accepted.</param>
    [RealTime]
    public SrtpVerdict Unprotect(Span<byte> packet, out int length)
    {
        length = 0;
        var plain = packet.Length - _rtp.TagBytes;
        if (plain < 0 || !SrtpPacketLayout.TryHeader(packet[..plain], out var header)) return SrtpVerdict.Malformed;
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        ulong index = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        ref var window = ref _rtpSources.Find(ssrc);
        if (!Unsafe.IsNullRef(ref window))
        {
            if (!window.TryEstimate((ushort)index, out index) || !window.IsNew(index)) return SrtpVerdict.Replayed;
        }
        else if (_rtpSources.IsFull)
        {
            return SrtpVerdict.TooManySources;
        }

        if (!_rtp.OpenRtp(packet, header, ssrc, index)) return SrtpVerdict.NotAuthentic;
        if (Unsafe.IsNullRef(ref window)) window = ref _rtpSources.Add(ssrc);
        window.Accept(index);
        length = plain;
        return SrtpVerdict.Accepted;
    }

    /// <summary>Checks and decrypts a compound RTCP packet in place.</summary>
    /// <param name="packet">The received packet. Its content is undefined if it is not accepted.</param>
    /// <param name="length">Length of the plain packet; 0 if it is not accepted.</param>
    [RealTime]
    public SrtpVerdict UnprotectRtcp(Span<byte> packet, out int length)
    {
        length = 0;
        var plain = packet.Length - _rtcp.TagBytes - SrtpCipher.IndexBytes;
        if (plain < SrtpCipher.RtcpHeaderBytes || packet[0] >> 6 != 2) return SrtpVerdict.Malformed;
        var field = BinaryPrimitives.ReadUInt32BigEndian(packet[_rtcp.IndexPosition(packet.Length)..]);

        // Both profiles encrypt; a packet that claims to be plain was not sent by such a peer.
        if ((field & SrtpCipher.EncryptedFlag) == 0) return SrtpVerdict.Malformed;
        var index = field & ~SrtpCipher.EncryptedFlag;
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        ref var window = ref _rtcpSources.Find(ssrc);
        if (!Unsafe.IsNullRef(ref window))
        {
            if (!window.IsNew(index)) return SrtpVerdict.Replayed;
        }
        else if (_rtcpSources.IsFull)
        {
            return SrtpVerdict.TooManySources;
        }

        if (!_rtcp.OpenRtcp(packet, ssrc, index)) return SrtpVerdict.NotAuthentic;
        if (Unsafe.IsNullRef(ref window)) window = ref _rtcpSources.Add(ssrc);
        window.Accept(index);
        length = plain;
        return SrtpVerdict.Accepted;
    }

    /// <summary>Overwrites the keys.</summary>
    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }
}
