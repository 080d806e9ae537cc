using System.Text;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Tests.Fuzzing;

/// <summary>Well-formed inputs of every kind, to be spoilt.</summary>
public static class Corpus
{
    public static readonly string[] Descriptions =
    [
        "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=No Name\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\na=tool:libavformat\r\n"
            + "m=audio 5004 RTP/AVP 97\r\nb=AS:96\r\na=rtpmap:97 opus/48000/2\r\na=fmtp:97 sprop-stereo=1\r\n",
        "v=0\no=user 1188340656180883 1 IN IP6 ::1\ns=-\nt=0 0\nm=audio 5006 RTP/AVP 96 101\nc=IN IP6 ff15::101/3\n"
            + "a=rtpmap:96 L24/48000/2\na=rtpmap:101 red/48000/2\na=fmtp:101 96/96\na=ptime:1\na=maxptime:20\n"
            + "a=rtcp:5009 IN IP6 ::1\na=rtcp-mux\na=sendonly\n",
        "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=Session streamed by GStreamer\r\nt=0 0\r\nm=video 0 RTP/AVP 26\r\n"
            + "m=audio 5004 RTP/AVP 10 11 0\r\nc=IN IP4 239.1.2.3/16\r\na=recvonly\r\n",
    ];

    public static IReadOnlyList<byte[]> Packets { get; } = [Plain(), Full(), Redundant(), Reports(), Receiver(), Leaving()];

    public static IReadOnlyList<byte[]> Texts { get; } = [.. Descriptions.Select(Encoding.UTF8.GetBytes)];

    private static byte[] Plain() => Build(b =>
    {
        var at = new RtpHeader(97, 65_530, 0xFFFF_FF00, 0x1234_5678).WriteTo(b);
        b.Slice(at, 80).Fill(0x5A);
        return at + 80;
    });

    private static byte[] Full() => Build(b =>
    {
        var at = new RtpHeader(96, 7, 960, 1, Marker: true).WriteTo(b, [2, 3, 4], 0xBEDE, [1, 2, 3, 4, 5, 6, 7, 8]);
        b.Slice(at, 33).Fill(0x33);
        return RtpHeader.Pad(b, at + 33, 16);
    });

    private static byte[] Redundant() => Build(b =>
    {
        var red = new RedWriter(97, 3);
        Span<byte> scratch = stackalloc byte[600];
        for (uint i = 0; i < 3; i++) red.Write(i * 960, scratch[..(int)(10 + i)], scratch[100..]);
        var at = new RtpHeader(101, 3, 2880, 9).WriteTo(b);
        return at + red.Write(2880, scratch[..40], b[at..]);
    });

    private static byte[] Reports() => Build(b =>
    {
        var writer = new RtcpWriter(b);
        writer.WriteSenderReport(new RtcpSenderReport(5, 0xE1234567_80000000, 48_000, 50, 4000),
            [new(6, 12, -3, 70_000, 44, 1, 2), new(7, 0, 5, 8, 9, 10, 11)]);
        writer.WriteCanonicalName(5, "someone@somewhere"u8);
        return writer.Length;
    });

    private static byte[] Receiver() => Build(b =>
    {
        var writer = new RtcpWriter(b);
        writer.WriteReceiverReport(6, []);
        writer.WriteCanonicalName(6, "ab"u8);
        return writer.Length;
    });

    private static byte[] Leaving() => Build(b =>
    {
        var writer = new RtcpWriter(b);
        writer.WriteReceiverReport(6, [new(5, 255, 0x7FFFFF, uint.MaxValue, 1, 2, 3)]);
        writer.WriteCanonicalName(6, "abc"u8);
        writer.WriteGoodbye(6);
        return writer.Length;
    });

    private delegate int Fill(Span<byte> bytes);

    private static byte[] Build(Fill fill)
    {
        var bytes = new byte[1500];
        return bytes[..fill(bytes)];
    }
}
