using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Srtp;

/// <summary>
/// Protects the RTP and RTCP packets of one session and direction (RFC 3711). Counts roll-overs and RTCP indices per SSRC. Not thread-safe:
/// one thread at a time; real-time-safe; allocates in the constructor.
/// </summary>
internal sealed class SrtpProtector : IDisposable
{
    private const uint LastRtcpIndex = 0x7FFF_FFFF;

    private readonly SrtpCipher _rtp;
    private readonly SrtpCipher _rtcp;
    private readonly SourceWindows _sources = new();
    private uint _rtcpIndex;

    /// <summary>Derives the session keys.</summary>
    /// <param name="profile">The negotiated profile.</param>
    /// <param name="masterKey">16 bytes.</param>
    /// <param name="masterSalt">14 bytes, 12 for AES-GCM.</param>
    public SrtpProtector(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
        : this(
            SrtpCipher.Create(profile, masterKey, masterSalt, forRtcp: false),
            SrtpCipher.Create(profile, masterKey, masterSalt, forRtcp: true))
    {
    }

    /// <summary>Takes the ciphers over.</summary>
    public SrtpProtector(SrtpCipher rtp, SrtpCipher rtcp) => (_rtp, _rtcp) = (rtp, rtcp);

    /// <summary>Number of bytes that protection adds to an RTP packet.</summary>
    [RealTime]
    public int RtpOverhead => _rtp.TagBytes;

    /// <summary>Number of bytes that protection adds to an RTCP packet.</summary>
    [RealTime]
    public int RtcpOverhead => _rtcp.TagBytes + SrtpCipher.IndexBytes;

    /// <summary>Protects an RTP packet in place.</summary>
    /// <param name="buffer">Holds the packet, and has room for <see cref="RtpOverhead"/> more.</param>
    /// <param name="length">Length of the packet.</param>
    /// <returns>Length of the protected packet.</returns>
    /// <exception cref="ArgumentException">It is not an RTP packet, or the room is missing.</exception>
    /// <exception cref="InvalidOperationException">
    /// The sequence number was used before, or lies more than <see cref="ReplayWindow.Packets"/> behind: the key stream would be used
    /// twice. Or there are more than <see cref="SourceWindows.MaxSources"/> SSRCs.
    /// </exception>
    [RealTime]
    public int Protect(Span<byte> buffer, int length)
    {
        var header = 0;
        if (length + RtpOverhead > buffer.Length || !SrtpPacketLayout.TryHeader(buffer[..length], out header))
        {
            Refuse("not an RTP packet, or no room for its tag");
        }

        var packet = buffer[..(length + RtpOverhead)];
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        var index = NextIndex(ssrc, BinaryPrimitives.ReadUInt16BigEndian(packet[2..]));
        _rtp.SealRtp(packet, header, ssrc, index);
        return packet.Length;
    }

    /// <summary>Protects an RTP packet with its own header and a payload shared with other receivers.</summary>
    /// <param name="header">Header with contributing sources and extension.</param>
    /// <param name="payload">Payload; may not overlap <paramref name="destination"/>.</param>
    /// <param name="destination">Receives the packet: the length of both and <see cref="RtpOverhead"/>.</param>
    /// <returns>Length of the protected packet.</returns>
    /// <inheritdoc cref="Protect(Span{byte}, int)" path="/exception"/>
    [RealTime]
    public int Protect(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, Span<byte> destination)
    {
        header.CopyTo(destination);
        payload.CopyTo(destination[header.Length..]);
        return Protect(destination, header.Length + payload.Length);
    }

    /// <summary>Protects a compound RTCP packet in place.</summary>
    /// <param name="buffer">Holds the packet, and has room for <see cref="RtcpOverhead"/> more.</param>
    /// <param name="length">Length of the packet.</param>
    /// <returns>Length of the protected packet.</returns>
    /// <exception cref="ArgumentException">It is shorter than 8 bytes, or the room is missing.</exception>
    /// <exception cref="InvalidOperationException">2³¹ packets have been protected with this key (RFC 3711, 9.2).</exception>
    [RealTime]
    public int ProtectRtcp(Span<byte> buffer, int length)
    {
        if (length < SrtpCipher.RtcpHeaderBytes || length + RtcpOverhead > buffer.Length)
        {
            Refuse("not an RTCP packet, or no room for its tag");
        }

        if (_rtcpIndex == LastRtcpIndex) Fail("the key has protected as many RTCP packets as it may");
        var packet = buffer[..(length + RtcpOverhead)];

        // One counter for all SSRCs: the index of each rises, which is all that a receiver asks for. The first is 1, as libsrtp's is.
        _rtcp.SealRtcp(packet, BinaryPrimitives.ReadUInt32BigEndian(packet[4..]), ++_rtcpIndex);
        return packet.Length;
    }

    /// <summary>Overwrites the keys.</summary>
    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    [DoesNotReturn]
    private static void Refuse(string message) => throw new ArgumentException(message);

    [DoesNotReturn]
    private static void Fail(string message) => throw new InvalidOperationException(message);

    [RealTime]
    private ulong NextIndex(uint ssrc, ushort sequence)
    {
        ref var window = ref _sources.Find(ssrc);
        if (Unsafe.IsNullRef(ref window))
        {
            if (_sources.IsFull) Fail("more sources than a session can have");
            window = ref _sources.Add(ssrc);
        }

        if (!window.TryEstimate(sequence, out var index) || !window.IsNew(index)) Fail("the sequence number was used before");
        window.Accept(index);
        return index;
    }
}
