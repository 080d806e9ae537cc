using System.Net;
using System.Net.Http.Headers;
using Continuo.Audio;
using Continuo.Recording;
using Continuo.Server.Options;
using Continuo.Server.Sessions;
using Continuo.Sinks;
using Continuo.Streams;
using Continuo.WebRtc;
using Continuo.WebRtc.Client;
using Continuo.WebRtc.Dtls.BouncyCastle;
using Continuo.WebRtc.Sdp;

namespace Continuo.Server.Tests.WebRtc;

public sealed class WebRtcEndpointTests
{
    private static readonly AudioSystem Clients = new AudioSystem().UseWebRtc();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string ListenOffer =>
        SdpOffer.Create(ClientRequest.ToReceive.ToOffer(IceCredentials.Create(), BouncyEngine.Instance.Fingerprint)).Text;

    private static string PublishOffer =>
        SdpOffer.Create(new ClientRequest(IsSending: true).ToOffer(IceCredentials.Create(), BouncyEngine.Instance.Fingerprint)).Text;

    [Fact]
    public async Task A_listener_hears_the_stream()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440?level=-12"));
        await using var heard = AudioStream.Open($"whep:{server.Address}whep/tone?packet=10", null, Clients);
        heard.Start();

        await AssertToneAsync(heard);
        var session = Sessions(server).All.Single();
        Assert.Equal((SessionKind.Whep, "tone", "connected"), (session.Kind, session.Stream, session.Statistics.State));
        Assert.Equal("AEAD_AES_128_GCM", session.Statistics.Profile);
    }

    [Fact]
    public async Task What_is_published_is_a_stream_that_is_heard_and_recorded_until_its_session_ends()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { PublishHold = TimeSpan.Zero });
        await using var tone = AudioStream.Open("tone:440?level=-12");
        await using var publishing = Recorder.Start(tone,
            Clients.CreateSink(Clients.Parse($"whip:{server.Address}whip/studio"), new SinkRequest()));
        tone.Start();
        var published = await StreamAsync(server, "studio");
        await using var heard = AudioStream.Open($"whep:{server.Address}whep/studio", null, Clients);
        heard.Start();

        await AssertToneAsync(published);
        await AssertToneAsync(heard);
        Assert.Equal("whip:studio", server.Audio.Snapshot().Streams.Single().Address);

        var removed = server.Audio.WatchAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await removed.MoveNextAsync();
        await publishing.FinishAsync(Cancellation);
        while (await removed.MoveNextAsync() && removed.Current.Kind != Hosting.Watching.HostEventKind.StreamRemoved)
        {
        }

        Assert.Empty(server.Audio.Snapshot().Streams);
    }

    [Fact]
    public async Task A_session_is_created_examined_and_deleted_as_the_rfc_says()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440"));

        var created = await PostAsync(server, "/whep/tone", ListenOffer);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("application/sdp", created.Content.Headers.ContentType!.MediaType);
        Assert.False(created.Headers.ETag!.IsWeak);
        Assert.StartsWith("v=0", await created.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        var resource = created.Headers.Location!;
        Assert.StartsWith("/whep/tone/", resource.ToString(), StringComparison.Ordinal);

        var head = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, resource), Cancellation);
        Assert.Equal(created.Headers.ETag, head.Headers.ETag);
        var patch = await server.Client.PatchAsync(resource, new StringContent("a=ice-ufrag:x"), Cancellation);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, patch.StatusCode);
        Assert.Contains("DELETE", patch.Content.Headers.Allow);

        Assert.Equal(HttpStatusCode.OK, (await server.Client.DeleteAsync(resource, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.DeleteAsync(resource, Cancellation)).StatusCode);
        Assert.Equal(0, Sessions(server).Count);
    }

    [Theory]
    [InlineData("/whep/tone")]
    [InlineData("/whip/new")]
    public async Task An_endpoint_says_what_it_accepts(string path)
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440"));

        var options = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, path), Cancellation);
        var head = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Cancellation);
        var get = await server.Client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, options.StatusCode);
        Assert.Equal("application/sdp", options.Headers.GetValues("Accept-Post").Single());
        Assert.Equal((HttpStatusCode.OK, "application/sdp"), (head.StatusCode, head.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.NoContent, get.StatusCode);
    }

    [Theory]
    [InlineData("/whep/none", "application/sdp", null, 404, "notFound")]
    [InlineData("/whep/tone", "text/plain", null, 415, "invalid")]
    [InlineData("/whep/tone", "application/sdp", "nonsense", 400, "invalidArgument")]
    [InlineData("/whep/tone", "application/sdp",
        "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n", 422, "unsupported")]
    [InlineData("/whep/tone?packet=60", "application/sdp", null, 400, "invalidArgument")]
    [InlineData("/whip/tone", "application/sdp", null, 409, "conflict")]
    [InlineData("/whip/..%2Fetc", "application/sdp", null, 400, "invalid")]
    [InlineData("/whip/new", "application/sdp", "nonsense", 400, "invalidArgument")]
    public async Task What_cannot_be_answered_is_a_problem(string path, string type, string? offer, int status, string code)
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440"));

        var answer = await PostAsync(server, path,
            offer ?? (path.StartsWith("/whip", StringComparison.Ordinal) ? PublishOffer : ListenOffer), type);

        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(status == (int)answer.StatusCode, body);
        Assert.Contains($"\"code\":\"{code}\"", body, StringComparison.Ordinal);
        Assert.Equal(0, Sessions(server).Count);
    }

    [Fact]
    public async Task A_second_publisher_of_a_name_is_refused_and_the_first_goes_on()
    {
        await using var server = await TestServer.StartAsync();

        var first = await PostAsync(server, "/whip/studio", PublishOffer);
        var second = await PostAsync(server, "/whip/studio", PublishOffer);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode));
        Assert.Single(Sessions(server).All);
        await server.Client.DeleteAsync(first.Headers.Location, Cancellation);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(server, "/whip/studio", PublishOffer)).StatusCode);
    }

    [Fact]
    public async Task Listeners_of_a_stream_that_is_removed_are_told_at_once()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440"));
        var created = await PostAsync(server, "/whep/tone", ListenOffer);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var ended = new TaskCompletionSource();
        Sessions(server).Changed += (_, c) =>
        {
            if (!c.IsAdded) ended.TrySetResult();
        };

        await server.Audio.RemoveStreamAsync("tone", Cancellation);

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
    }

    [Fact]
    public async Task Media_has_the_port_number_of_http_and_the_address_that_the_client_has_reached()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440"));

        var answer = await (await PostAsync(server, "/whep/tone", ListenOffer)).Content.ReadAsStringAsync(Cancellation);

        Assert.Contains($" 127.0.0.1 {server.Address.Port} typ host", answer, StringComparison.Ordinal);
    }

    private static SessionTable Sessions(TestServer server) => (SessionTable)server.Host.Services.GetService(typeof(SessionTable))!;

    private static Task<HttpResponseMessage> PostAsync(TestServer server, string path, string offer, string type = "application/sdp") =>
        server.Client.PostAsync(path, new StringContent(offer, MediaTypeHeaderValue.Parse(type)), Cancellation);

    private static async Task<AudioStream> StreamAsync(TestServer server, string name)
    {
        await foreach (var change in server.Audio.WatchAsync(Cancellation))
        {
            if (server.Audio.Snapshot().Streams.Any(s => s.Name == name)) break;
        }

        return server.Audio.GetStream(name);
    }

    /// <summary>Half a second of the tone at its level, ± 0.5 dB.</summary>
    private static async Task AssertToneAsync(AudioStream stream)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        timeout.CancelAfter(TimeSpan.FromSeconds(30));
        var good = 0;
        await foreach (var chunk in stream.ReadChunksAsync(cancellation: timeout.Token))
        {
            if (chunk.Frames == 0) continue;
            var level = AudioLevel.Of(chunk.Samples, 1, 2).RmsDb;
            good = level is > -15.6 and < -14.4 ? good + 1 : 0; // a sine has 3 dB less than its peak
            if (good == 50) return;
        }
    }
}
