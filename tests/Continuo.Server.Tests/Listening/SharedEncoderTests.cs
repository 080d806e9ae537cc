using System.Net.WebSockets;
using Continuo.Client.Contract;
using Continuo.Rtp.Encoders;
using Continuo.Server.Reports;
using Continuo.Streams;
using Continuo.WebRtc;

namespace Continuo.Server.Tests.Listening;

public sealed class SharedEncoderTests
{
    private static readonly AudioSystem Clients = new AudioSystem().UseWebRtc();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Listeners_by_webrtc_websocket_and_ogg_share_one_encoder_and_one_reader()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440?level=-12"));
        await using var heard = AudioStream.Open($"whep:{server.Address}whep/tone?bitrate=64000", null, Clients);
        heard.Start();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new Uri(new UriBuilder(server.Address) { Scheme = "ws" }.Uri, "/ws/listen/tone?bitrate=64000"), Cancellation);
        await using var body = await server.Client.GetStreamAsync("/listen/tone.ogg?bitrate=64000", Cancellation);
        await body.ReadExactlyAsync(new byte[2000], Cancellation);

        Assert.Equal(1, ((StreamEncoders)server.Host.Services.GetService(typeof(StreamEncoders))!).Count);
        var reader = Assert.Single(Readers(server));
        Assert.Equal(("opus 64 kb/s, 20 ms", null), (reader.Name, reader.Session));
        Assert.Equal([("http", 1), ("websocket", 1), ("whep", 1)], reader.Sessions!.Select(s => (s.Key, s.Value)).Order());

        using var other = new ClientWebSocket();
        await other.ConnectAsync(
            new Uri(new UriBuilder(server.Address) { Scheme = "ws" }.Uri, "/ws/listen/tone?bitrate=24000"), Cancellation);
        Assert.Equal(["opus 24 kb/s, 20 ms", "opus 64 kb/s, 20 ms"], Readers(server).Select(r => r.Name).Order());
        Assert.NotNull(Readers(server).Single(r => r.Name.Contains("24", StringComparison.Ordinal)).Session);
    }

    private static IReadOnlyList<ReaderStatus> Readers(TestServer server) =>
        [.. ((StreamReports)server.Host.Services.GetService(typeof(StreamReports))!).Find("tone")!.Readers.Where(r => r.Kind == "encoder")];
}
