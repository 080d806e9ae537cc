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
        using var recorder = CliProcess.Start(_folder.Path, "record", string.Create(CultureInfo.InvariantCulture, $"rtp://127.0.0.1:{number}?delay=400&mindelay=400&until=bye"), "take.wav", "--json");
        recorder.WaitUntil(() => File.ReadAllLines("/proc/net/udp").Any(l => l.Contains(string.Create(CultureInfo.InvariantCulture, $":{number:X4} "), StringComparison.Ordinal)));
        var sent = CliProcess.Run(_folder.Path, "stream", "tone:1000?seconds=2", "--to", string.Create(CultureInfo.InvariantCulture, $"rtp://127.0.0.1:{number}?{options}"), "--json").MustSucceed().Json;
        var report = recorder.WaitForEnd().MustSucceed().Json;

        var network = report.GetProperty("network");
        Assert.Equal(sent.GetProperty("sinks")[0].GetProperty("rtp").GetProperty("packets").GetInt64(), network.GetProperty("expectedPackets").GetInt64());
        Assert.Equal(0, network.GetProperty("lossPercent").GetDouble());
        Assert.Equal(0, network.GetProperty("unknownPayloads").GetInt64());
        Assert.StartsWith("opus", network.GetProperty("codec").GetString(), StringComparison.Ordinal);
        Assert.InRange(network.GetProperty("delayMs").GetDouble(), 0, 10_000);
        Assert.NotEqual("", network.GetProperty("targetReason").GetString());
        Assert.InRange(report.GetProperty("seconds").GetDouble(), 1.9, 30);
    }

    [Theory]
    [InlineData(2, "record rtp://127.0.0.1:45900?codec=speex x.wav", "speex")]
    [InlineData(2, "record rtp://127.0.0.1:45900?rate=44100 x.wav", "44100")]
    [InlineData(2, "record rtp://127.0.0.1:99999 x.wav", "no port")]
    [InlineData(3, "record rtp://nowhere.invalid:5004 x.wav", "nowhere.invalid")]
    [InlineData(3, "stream tone:440 --to rtp://nowhere.invalid:5004", "nowhere.invalid")]
    [InlineData(1, "record rtp://192.0.2.1:45900 x.wav", "no address of this machine")]
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
