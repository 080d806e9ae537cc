using System.Buffers.Binary;
using System.Net;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Tests.Reception;

/// <summary>
/// A sender of a tone in L16 or L24, mono, 10 ms a packet unless said otherwise, whose packets a test takes along by hand.
/// </summary>
internal sealed class Voice(uint ssrc, int port = 6000)
{
    public const int Frames = 480;
    public const byte L16 = 96;
    public const byte L24 = 98;
    public const float Level = 0.5f;

    private readonly byte[] _packet = new byte[3000];
    private readonly byte[] _payload = new byte[2900];
    private RedWriter? _red;

    public uint Ssrc { get; } = ssrc;

    public PeerAddress Address { get; set; } = PeerAddress.From(new IPEndPoint(IPAddress.Loopback, port));

    public ushort Sequence { get; set; } = 65_500;

    public uint Timestamp { get; set; } = uint.MaxValue - 10_000;

    public byte PayloadType { get; set; } = L16;

    public int Redundancy { get; init; }

    public int PacketFrames { get; init; } = Frames;

    /// <summary>The next packet. Valid until the one after.</summary>
    public ReadOnlySpan<byte> Next()
    {
        var payload = _payload.AsSpan(0, PacketFrames * (PayloadType == L24 ? 3 : 2));
        for (var i = 0; i < PacketFrames; i++)
        {
            // 400 Hz: a whole number of cycles in every packet.
            var sample = Level * Math.Sin(2 * Math.PI * 400 * i / 48_000);
            if (PayloadType == L24) BinaryPrimitives.WriteInt32BigEndian(Scratch, (int)(sample * 8_388_607) << 8);
            else BinaryPrimitives.WriteInt16BigEndian(Scratch, (short)(sample * 32_767));
            var bytes = payload.Length / PacketFrames;
            Scratch.AsSpan(0, bytes).CopyTo(payload[(i * bytes)..]);
        }

        var at = new RtpHeader(Redundancy > 0 ? PayloadTypes.Redundant : PayloadType, Sequence++, Timestamp, Ssrc).WriteTo(_packet);
        _red ??= Redundancy > 0 ? new RedWriter(PayloadType, Redundancy) : null;
        var length = _red?.Write(Timestamp, payload, _packet.AsSpan(at)) ?? payload.Length;
        if (_red is null) payload.CopyTo(_packet.AsSpan(at));
        Timestamp += (uint)PacketFrames;
        return _packet.AsSpan(0, at + length);
    }

    /// <summary>A report, with a name and perhaps a goodbye.</summary>
    public ReadOnlySpan<byte> Report(bool goodbye = false)
    {
        var writer = new RtcpWriter(_packet);
        writer.WriteSenderReport(new RtcpSenderReport(Ssrc, 0x1234_5678_9ABC_DEF0, Timestamp, 1, 2));
        writer.WriteCanonicalName(Ssrc, "voice@test"u8);
        if (goodbye) writer.WriteGoodbye(Ssrc);
        return _packet.AsSpan(0, writer.Length);
    }

    private byte[] Scratch { get; } = new byte[4];
}
