using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using Continuo.Client.Contract.Requests;
using Continuo.Server.Tests.Api;

namespace Continuo.Server.Tests.Http;

/// <summary>Requests that no client of ours makes: each is refused as the client's mistake, and the server serves on.</summary>
public sealed class AttackTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "POST", "/api/streams", "" },
        { "POST", "/api/streams", "null" },
        { "POST", "/api/streams", "[]" },
        { "POST", "/api/streams", new string('[', 100_000) },
        { "POST", "/api/streams", string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) },
        { "POST", "/api/streams", "{\"name\":null,\"address\":null}" },
        { "POST", "/api/streams", "{\"name\":\"\\ud800\",\"address\":\"tone:440\"}" },
        { "POST", "/api/streams", "{\"name\":\"a\",\"address\":\"tone:NaN\"}" },
        { "POST", "/api/streams", "{\"name\":\"a\",\"address\":\"noise:pink?rate=999999999\"}" },
        { "POST", "/api/streams", "{\"name\":\"a\",\"address\":\"exec:id\"}" },
        { "POST", "/api/streams", "{\"name\":\"a\",\"address\":\"/etc/passwd\"}" },
        { "POST", "/api/streams", "{\"name\":\"a\",\"address\":\"file:../../etc/passwd\"}" },
        { "POST", "/api/streams", "{\"name\":\"a\",\"address\":\"whep:file:///etc/passwd\"}" },
        { "POST", "/api/streams", "{\"name\":\"a\",\"address\":\"tone:440\",\"options\":{\"chunkMs\":1e308}}" },
        { "POST", "/api/streams", "{\"name\":\"a\",\"address\":\"tone:440\",\"options\":{\"replaySeconds\":1e12}}" },
        { "POST", "/api/streams/tone/replay", "{\"seconds\":1e308}" },
        { "POST", "/api/streams/tone/replay", "{\"seconds\":-1}" },
        { "POST", "/api/streams/tone/replay", "{\"seconds\":1,\"format\":\"../x\"}" },
        { "POST", "/api/recordings", "{\"stream\":null}" },
        { "POST", "/api/recordings", "{\"stream\":\"tone\",\"durationSeconds\":1e308}" },
        { "POST", "/api/recordings", "{\"stream\":\"tone\",\"durationSeconds\":1e-9}" },
        { "POST", "/api/recordings", "{\"stream\":\"tone\",\"name\":\"../x\"}" },
        { "POST", "/api/players", "{\"name\":\"p\",\"files\":[null]}" },
        { "POST", "/api/players", "{\"name\":\"p\",\"files\":[\"../../etc/passwd\"]}" },
        { "POST", "/api/players", "{\"name\":\"p\",\"files\":[\"base.wav\"],\"to\":\"exec:id\"}" },
        { "PATCH", "/api/players/player", "{\"tracks\":[null]}" },
        { "PATCH", "/api/players/player", "{\"tracks\":[{\"index\":-1}]}" },
        { "PATCH", "/api/players/player", "{\"positionSeconds\":1e308}" },
        { "PATCH", "/api/players/player", "{\"gainDb\":1e308}" },
        { "PATCH", "/api/players/player", "{\"loop\":{\"startSeconds\":-5,\"endSeconds\":1e300}}" },
        { "PATCH", "/api/players/player", "{\"state\":1}" },
        { "GET", "/listen/tone.ogg?bitrate=-1", "" },
        { "GET", "/listen/tone.ogg?packet=NaN", "" },
        { "GET", "/api/log?after=99999999999999999999", "" },
        { "GET", "/api/recordings/%00", "" },
        { "GET", "/api/recordings/..%5c..%5cx/file", "" },
        { "GET", "/api/recordings/base/waveform?points=2147483648", "" },
        { "GET", "/..%2f..%2f..%2fetc/passwd", "" },
        { "GET", "/app/%2e%2e/%2e%2e/etc/passwd", "" },
        { "PROPFIND", "/api/streams", "" },
        { "TRACE", "/", "" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_request_that_makes_no_sense_is_the_clients_mistake(string method, string path, string body)
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is not ("GET" or "TRACE")) request.Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));

        using var answer = await server.Http.SendAsync(request, Stop);

        Assert.InRange((int)answer.StatusCode, 400, 499);
        var said = await answer.Content.ReadAsStringAsync(Stop);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", said, StringComparison.Ordinal);
        Assert.DoesNotContain(await server.Client.GetLogAsync(level: "error", cancellation: Stop),
            l => l.Message.Contains(path, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync("/api/streams/tone", Stop)).StatusCode);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"subscribe":null}""")]
    [InlineData("""{"subscribe":{"meters":{"rateHz":-1,"streams":null}}}""")]
    [InlineData("""{"subscribe":{"meters":{"rateHz":1e308}}}""")]
    [InlineData("""{"subscribe":{"meters":{"rateHz":20,"streams":[null],"players":[null]}}}""")]
    [InlineData("""{"ping":"x"}""")]
    public async Task A_message_that_makes_no_sense_disturbs_no_other_watcher(string message)
    {
        await using var server = await StartAsync();
        using var other = await ConnectAsync(server);
        using var attacker = await ConnectAsync(server);

        await attacker.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, Stop);
        await attacker.SendAsync(new byte[] { 0xFF, 0xFE }, WebSocketMessageType.Binary, endOfMessage: true, Stop);

        await other.SendAsync("""{"ping":7}"""u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Stop);
        while (!(await ReceiveAsync(other)).Contains("\"pong\"", StringComparison.Ordinal))
        {
        }

        Assert.Empty(await server.Client.GetLogAsync(level: "error", cancellation: Stop));
    }

    [Fact]
    public async Task Of_many_who_delete_the_same_thing_one_does_and_the_others_do_not_find_it()
    {
        await using var server = await StartAsync();
        foreach (var path in new[] { "/api/players/player", "/api/recordings/base", "/api/streams/tone" })
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
                (int)(await server.Http.DeleteAsync(new Uri(path, UriKind.Relative), Stop)).StatusCode));

            Assert.Contains(204, answers);
            Assert.All(answers, a => Assert.True(a is 204 or 404, $"{path}: {a}"));
        }

        Assert.Empty(await server.Client.GetLogAsync(level: "error", cancellation: Stop));
    }

    [Fact]
    public async Task Of_opening_and_deleting_at_the_same_time_none_is_a_fault_of_the_server()
    {
        await using var server = await StartAsync();
        for (var round = 0; round < 5; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => (int)(i % 2 == 0
                ? await server.Http.PostAsync("/api/streams",
                    new StringContent("{\"name\":\"s\",\"address\":\"tone:440\"}", MediaTypeHeaderValue.Parse("application/json")), Stop)
                : await server.Http.DeleteAsync(new Uri("/api/streams/s", UriKind.Relative), Stop)).StatusCode));

            Assert.All(answers, a => Assert.InRange(a, 200, 499));
        }
    }

    private static async Task<ApiServer> StartAsync()
    {
        var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        await server.Client.StartRecordingAsync(new StartRecordingRequest("tone", "base", "wav"), Stop);
        while ((await server.Client.GetRecordingAsync("base", Stop)).DurationSeconds == 0) await Task.Delay(10, Stop);
        await server.Client.StopRecordingAsync("base", Stop);
        await server.Client.OpenPlayerAsync(new OpenPlayerRequest("player", ["base.wav"]), Stop);
        return server;
    }

    private static async Task<ClientWebSocket> ConnectAsync(ApiServer server)
    {
        var socket = new ClientWebSocket { Options = { Proxy = null } };
        await socket.ConnectAsync(new Uri($"ws://{server.Client.Server.Authority}/api/events"), Stop);
        return socket;
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        var (text, buffer) = (new StringBuilder(), new byte[65_536]);
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, Stop);
            Assert.NotEqual(WebSocketMessageType.Close, received.MessageType);
            text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            if (received.EndOfMessage) return text.ToString();
        }
    }
}
