using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

/// <summary>One process of ours sends over the loopback, another records.</summary>
public sealed class NetworkCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("")]
    [InlineData("red=2")]
    public void What_one_process_streams_another_records_with_the_networks_figures(string options)
    {
        using var port = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var number = ((IPEndPoint)port.Client.LocalEndPoint!).Port;
        port.Close();
        using var recorder = CliProcess.Start(_folder.Path, "record",
            string.Create(CultureInfo.InvariantCulture, $"rtp://127.0.0.1:{number}?delay=400&mindelay=400&until=bye"), "take.wav",
            "--json");
        recorder.WaitUntil(() =>
            File.ReadAllLines("/proc/net/udp")
                .Any(l => l.Contains(string.Create(CultureInfo.InvariantCulture, $":{number:X4} "), StringComparison.Ordinal)));
        var sent = CliProcess.Run(_folder.Path, "stream", "tone:1000?seconds=2", "--to",
            string.Create(CultureInfo.InvariantCulture, $"rtp://127.0.0.1:{number}?{options}"), "--json")
            .MustSucceed().Json;
        var report = recorder.WaitForEnd().MustSucceed().Json;

        var network = report.GetProperty("network");
        Assert.Equal(sent.GetProperty("sinks")[0].GetProperty("rtp").GetProperty("packets").GetInt64(),
            network.GetProperty("expectedPackets").GetInt64());
        Assert.Equal(0, network.GetProperty("lossPercent").GetDouble());
        Assert.Equal(0, network.GetProperty("unknownPayloads").GetInt64());
        Assert.StartsWith("opus", network.GetProperty("codec").GetString(), StringComparison.Ordinal);
        Assert.InRange(network.GetProperty("delayMs").GetDouble(), 0, 10_000);
        Assert.NotEqual("", network.GetProperty("targetReason").GetString());
        Assert.InRange(report.GetProperty("seconds").GetDouble(), 1.9, 30);
    }

    [Fact]
    public void Record_exact_writes_the_samples_that_were_sent()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var port = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var receiver = (IPEndPoint)port.Client.LocalEndPoint!;
        port.Close();
        using var recorder = CliProcess.Start(_folder.Path, "record", $"rtp://{receiver}?codec=L16&rtcp-mux&delay=100&until=bye",
            "take.wav", "--exact", "--sample", "s16", "--json");
        recorder.WaitUntil(() =>
            File.ReadAllLines("/proc/net/udp")
                .Any(l => l.Contains(string.Create(CultureInfo.InvariantCulture, $":{receiver.Port:X4} "), StringComparison.Ordinal)));
        var (packets, bytes) = (100, 240 * 2 * sizeof(short));
        var sent = new byte[packets * bytes];
        new Random(5).NextBytes(sent);
        var packet = new byte[12 + bytes];
        for (var i = 0; i < packets; i++)
        {
            (packet[0], packet[1]) = (0x80, 96);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)i);
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)(i * 240));
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), 7);
            // Big-endian on the wire.
            for (var at = 0; at < bytes; at += 2) (packet[12 + at], packet[13 + at]) = (sent[i * bytes + at + 1], sent[i * bytes + at]);
            socket.Send(packet, receiver);
        }

        socket.Send([0x80, 201, 0, 1, 0, 0, 0, 7, 0x81, 203, 0, 1, 0, 0, 0, 7], receiver); // an empty report and a goodbye
        recorder.WaitForEnd().MustSucceed();
        var file = File.ReadAllBytes(_folder.File("take.wav"));
        Assert.Equal(sent, file[^sent.Length..]);
        Assert.InRange(file.Length - sent.Length, 44, 200); // its header, and nothing else
    }

    [Theory]
    [InlineData(2, "record tone:440 x.wav --exact", "not received over RTP")]
    [InlineData(2, "record rtp://127.0.0.1:45900?all x.wav --exact", "'exact' apply to a single one")]
    [InlineData(2, "record rtp://127.0.0.1:45900?codec=speex x.wav", "speex")]
    [InlineData(2, "record rtp://127.0.0.1:45900?rate=44100 x.wav", "44100")]
    [InlineData(2, "record rtp://127.0.0.1:99999 x.wav", "not a port")]
    [InlineData(3, "record rtp://nowhere.invalid:5004 x.wav", "nowhere.invalid")]
    [InlineData(3, "stream tone:440 --to rtp://nowhere.invalid:5004", "nowhere.invalid")]
    [InlineData(1, "record rtp://192.0.2.1:45900 x.wav", "not an address of this machine")]
    [InlineData(3, "record nosuch.sdp x.wav", "nosuch.sdp")]
    public void A_wrong_address_is_one_clear_line(int exitCode, string line, string reason)
    {
        Assert.Contains(reason, CliProcess.Run(_folder.Path, line.Split(' ')).MustFailWith(exitCode), StringComparison.Ordinal);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void A_port_in_use_is_one_clear_line()
    {
        using var port = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var address = $"rtp://{port.Client.LocalEndPoint}";
        Assert.Contains("in use", CliProcess.Run(_folder.Path, "record", address, "x.wav").MustFailWith(1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v=0\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 96\na=rtpmap:96 opus\n", "line 4")]
    [InlineData("v=0\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n", "PCMU")]
    [InlineData("not a description\n", "line 1")]
    public void A_bad_description_is_one_clear_line(string description, string reason)
    {
        File.WriteAllText(_folder.File("bad.sdp"), description);
        Assert.Contains(reason, CliProcess.Run(_folder.Path, "record", "bad.sdp", "x.wav").MustFailWith(2), StringComparison.Ordinal);
        Assert.Equal(["bad.sdp"], _folder.Files);
    }

    public void Dispose() => _folder.Dispose();
}
