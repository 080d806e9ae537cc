using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Continuo.Cluster.Tests.Servers;
using Continuo.Streams;
using Continuo.WebRtc;

namespace Continuo.Cluster.Tests.Serving;

/// <summary>Three servers, a real Redis: any node answers for the streams and recordings of all.</summary>
public sealed class ServedStreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Streams_are_listed_found_heard_recorded_and_removed_at_every_node()
    {
        using var nodes = await ServedNodes.StartAsync();
        await OpenToneAsync(nodes, 0);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(nodes, HttpMethod.Get, i, "/api/streams/tone"));
            Assert.Equal(i == 0 ? null : "n1", NodeOf(await ListAsync(nodes, i, "/api/streams"), "tone"));
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(nodes, HttpMethod.Get, i, "/api/streams/none"));
            Assert.Equal(HttpStatusCode.Conflict,
                await StatusAsync(nodes, HttpMethod.Post, i, "/api/streams", new { name = "tone", address = "tone:880" }));
        }

        await HearAsync(nodes.WayOf("whep", 2, "tone", "preset=standard")); // WebRTC, straight from n1
        Assert.InRange(await PeakOfAsync(nodes, 1, "/listen/tone.wav"), 0.24, 0.26); // and through n2

        Assert.Equal(HttpStatusCode.Created,
            await StatusAsync(nodes, HttpMethod.Post, 2, "/api/recordings", new { stream = "tone", name = "take", format = "wav" }));
        Assert.Equal("n1", NodeOf(await ListAsync(nodes, 1, "/api/recordings"), "take"));
        await nodes.UntilAsync(async () =>
            (await GetAsync(nodes, 1, "/api/recordings/take")).GetProperty("durationSeconds").GetDouble() > 0.5);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(nodes, HttpMethod.Post, 1, "/api/recordings/take/stop"));
        var file = await nodes.Http.GetByteArrayAsync(new Uri(nodes.Apis[2], "/api/recordings/take/file"), Cancellation);
        Assert.Equal("RIFF"u8, file.AsSpan(0, 4));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(nodes, HttpMethod.Delete, 1, "/api/recordings/take"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(nodes, HttpMethod.Get, 2, "/api/recordings/take"));

        Assert.Equal("n1", (await GetAsync(nodes, 1, "/api/server?node=n1")).GetProperty("node").GetString());
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(nodes, HttpMethod.Get, 1, "/api/server?node=n9"));

        // Who asks for it while it is removed does not have it opened again.
        var asking = Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            await Task.Delay(i * 5, Cancellation);
            await StatusAsync(nodes, HttpMethod.Get, 1 + (i % 2), "/api/streams/tone");
        }));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(nodes, HttpMethod.Delete, 2, "/api/streams/tone"));
        await asking;
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(nodes, HttpMethod.Get, i, "/api/streams/tone"));
        await OpenToneAsync(nodes, 1); // the name is free for any node
    }

    [Fact]
    [RealTimeTest("a killed node is found by the silence of processes that share the machine")]
    public async Task What_a_killed_node_has_recorded_is_recorded_on_without_being_asked_for()
    {
        using var nodes = await ServedNodes.StartAsync();
        await OpenToneAsync(nodes, 0);
        await nodes.OpenInTheEastAsync("studio");
        await nodes.UntilAsync(async () => await nodes.RoomsOfAsync("n1") == 1);
        Assert.Equal(HttpStatusCode.Created,
            await StatusAsync(nodes, HttpMethod.Post, 1, "/api/recordings", new { stream = "tone", name = "take" }));
        Assert.Equal(HttpStatusCode.Created,
            await StatusAsync(nodes, HttpMethod.Post, 1, "/api/rooms/studio/recordings", new { name = "session", speakers = false }));
        await Task.Delay(2_500, Cancellation); // the others have heard of both
        nodes.Kill(1);
        await nodes.UntilAsync(() => Task.FromResult(nodes.HasExited(1)));
        await nodes.UntilAsync(async () =>
            (await ListAsync(nodes, 1, "/api/recordings")).Any(r => r.GetProperty("name").GetString() == "take"));
        await nodes.UntilAsync(async () => await nodes.RoomsOfAsync("n2") + await nodes.RoomsOfAsync("n3") == 1);

        await HearAsync(nodes.WayOf("whep", 2, "tone", "preset=standard"));
        var take = (await ListAsync(nodes, 1, "/api/recordings")).Single(r => r.GetProperty("name").GetString() == "take");
        Assert.Equal("running", take.GetProperty("state").GetString());
        JsonElement[] sessions = [];
        await nodes.UntilAsync(async () => (sessions = await ListAsync(nodes, 1, "/api/rooms/studio/recordings")).Length > 0);
        Assert.Equal(("session", "running"), (sessions[0].GetProperty("name").GetString(), sessions[0].GetProperty("state").GetString()));

        // What was stopped does not begin again.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(nodes, HttpMethod.Post, 1, "/api/rooms/studio/recordings/session/stop"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(nodes, HttpMethod.Post, 1, "/api/recordings/take/stop"));
        nodes.Restart(1);
        await nodes.UntilCompleteAsync();
        Assert.DoesNotContain(await ListAsync(nodes, 0, "/api/recordings"), r => r.GetProperty("state").GetString() == "running");
    }

    [Fact]
    public async Task A_drained_node_hands_over_the_streams_that_others_can_open()
    {
        using var nodes = await ServedNodes.StartAsync();
        await OpenToneAsync(nodes, 0);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(nodes, HttpMethod.Post, 2, "/api/cluster/nodes/n1/drain"));
        Assert.Contains(NodeOf(await ListAsync(nodes, 0, "/api/streams"), "tone"), new[] { "n2", "n3" });
        await HearAsync(nodes.WayOf("whep", 0, "tone", "preset=standard"));
    }

    private static async Task OpenToneAsync(ServedNodes nodes, int node) =>
        Assert.Equal(HttpStatusCode.Created,
            await StatusAsync(nodes, HttpMethod.Post, node, "/api/streams", new { name = "tone", address = "tone:440?level=-12" }));

    private static async Task HearAsync(string address)
    {
        await using var received = AudioStream.Open(address, null, new AudioSystem().UseWebRtc());
        await using var heard = new ToneLog(received);
        received.Start();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        timeout.CancelAfter(TimeSpan.FromSeconds(30));
        while (!heard.IsHeard) await Task.Delay(20, timeout.Token);
    }

    /// <summary>The highest sample of half a second of an endless WAV file with 32-bit floats or 16 bits.</summary>
    private static async Task<double> PeakOfAsync(ServedNodes nodes, int node, string path)
    {
        await using var stream = await nodes.Http.GetStreamAsync(new Uri(nodes.Apis[node], path), Cancellation);
        var bytes = new byte[200_000];
        await stream.ReadExactlyAsync(bytes, Cancellation);
        var data = bytes.AsSpan().IndexOf("data"u8) + 8;
        var peak = 0.0;
        for (var i = data; i + 2 <= bytes.Length; i += 2) peak = Math.Max(peak, Math.Abs(BitConverter.ToInt16(bytes, i) / 32_768.0));
        return peak;
    }

    private static string? NodeOf(JsonElement[] list, string name) =>
        list.Single(e => e.GetProperty("name").GetString() == name).TryGetProperty("node", out var node) ? node.GetString() : null;

    private static async Task<JsonElement[]> ListAsync(ServedNodes nodes, int node, string path) =>
        [.. (await GetAsync(nodes, node, path)).EnumerateArray()];

    private static async Task<JsonElement> GetAsync(ServedNodes nodes, int node, string path) =>
        await nodes.Http.GetFromJsonAsync<JsonElement>(new Uri(nodes.Apis[node], path), Cancellation);

    private static async Task<HttpStatusCode> StatusAsync(ServedNodes nodes, HttpMethod method, int node, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(nodes.Apis[node], path))
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        using var answer = await nodes.Http.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }
}
