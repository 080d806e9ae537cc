using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Continuo.Cluster.Tests.Servers;

namespace Continuo.Cluster.Tests.Serving;

/// <summary>Three servers, a real Redis, voices by WHIP and WHEP: any node answers for any room.</summary>
public sealed class ServedRoomTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rooms_are_opened_listed_found_and_closed_at_every_node()
    {
        using var nodes = await ServedNodes.StartAsync();
        await nodes.OpenInTheEastAsync("studio");
        foreach (var api in nodes.Apis)
        {
            Assert.Equal("studio",
                (await nodes.Http.GetFromJsonAsync<JsonElement>(new Uri(api, "/api/rooms/studio"), Cancellation))
                    .GetProperty("name").GetString());
            Assert.Equal(HttpStatusCode.OK, (await nodes.Http.GetAsync(new Uri(api, "/api/rooms/configured"), Cancellation)).StatusCode);
            var rooms = await nodes.Http.GetFromJsonAsync<JsonElement>(new Uri(api, "/api/rooms"), Cancellation);
            Assert.Equal(["configured", "studio"], rooms.EnumerateArray().Select(r => r.GetProperty("name").GetString()));
            Assert.Equal(HttpStatusCode.NotFound, (await nodes.Http.GetAsync(new Uri(api, "/api/rooms/none"), Cancellation)).StatusCode);
            using var twice = await nodes.Http.PostAsJsonAsync(new Uri(api, "/api/rooms"), new { name = "studio" }, Cancellation);
            Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        }

        Assert.Equal(HttpStatusCode.NoContent,
            (await nodes.Http.DeleteAsync(new Uri(nodes.Apis[2], "/api/rooms/studio"), Cancellation)).StatusCode);
        foreach (var api in nodes.Apis)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await nodes.Http.GetAsync(new Uri(api, "/api/rooms/studio"), Cancellation)).StatusCode);
        }

        using var none = await nodes.Http.PostAsync(new Uri(nodes.Apis[0], "/api/cluster/nodes/none/drain"), null, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task Requests_between_nodes_with_certificates_of_their_own_are_encrypted_and_answered()
    {
        using var nodes = await ServedNodes.StartAsync(isEncrypted: true);
        await nodes.OpenInTheEastAsync("studio"); // n2 asks n1
        await nodes.UntilAsync(async () => await nodes.RoomsOfAsync("n1") == 1);
        foreach (var api in nodes.Apis)
        {
            Assert.Equal("studio",
                (await nodes.Http.GetFromJsonAsync<JsonElement>(new Uri(api, "/api/rooms/studio"), Cancellation))
                    .GetProperty("name").GetString());
            var rooms = await nodes.Http.GetFromJsonAsync<JsonElement>(new Uri(api, "/api/rooms"), Cancellation);
            Assert.Contains("studio", rooms.EnumerateArray().Select(r => r.GetProperty("name").GetString()));
        }
    }

    [Fact]
    [RealTimeTest("a killed node is found by the silence of processes that share the machine")]
    public async Task A_voice_is_heard_through_any_node_and_again_after_the_rooms_node_is_killed()
    {
        using var nodes = await ServedNodes.StartAsync();
        await using var talk = await Talk.StartAsync(nodes);
        nodes.Kill(1);
        await nodes.UntilAsync(() => Task.FromResult(!talk.Heard.IsHeard));
        await nodes.UntilAsync(() => Task.FromResult(talk.Heard.IsHeard));
        TestContext.Current.TestOutputHelper?.WriteLine($"not heard for {talk.Heard.LongestWait.TotalMilliseconds:F0} ms");
        Assert.InRange(talk.Heard.LongestWait, TimeSpan.Zero, TimeSpan.FromSeconds(12)); // 1.3 to 3 s on a machine with nothing else to do
    }

    [Fact]
    [RealTimeTest("a frozen node is found by the silence of processes that share the machine")]
    public async Task A_voice_is_heard_again_after_the_rooms_node_is_frozen()
    {
        using var nodes = await ServedNodes.StartAsync();
        await using var talk = await Talk.StartAsync(nodes);
        nodes.Freeze(1);
        await nodes.UntilAsync(() => Task.FromResult(!talk.Heard.IsHeard));
        await nodes.UntilAsync(() => Task.FromResult(talk.Heard.IsHeard));
        TestContext.Current.TestOutputHelper?.WriteLine($"not heard for {talk.Heard.LongestWait.TotalMilliseconds:F0} ms");
        Assert.InRange(talk.Heard.LongestWait, TimeSpan.Zero, TimeSpan.FromSeconds(14)); // 2 to 6 s likewise
    }

    [Fact]
    [RealTimeTest("the clients come back by their own timers")]
    public async Task A_voice_is_heard_again_after_its_node_was_drained()
    {
        using var nodes = await ServedNodes.StartAsync();
        await using var talk = await Talk.StartAsync(nodes);
        using var drained = await nodes.Http.PostAsync(new Uri(nodes.Apis[2], "/api/cluster/nodes/n1/drain"), null, Cancellation);
        var report = await drained.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(("n1", 1, 0),
            (report.GetProperty("node").GetString(), report.GetProperty("moved").GetInt32(), report.GetProperty("left").GetInt32()));
        await nodes.UntilAsync(async () => await nodes.RoomsOfAsync("n1") == 0);
        await nodes.UntilAsync(async () => await nodes.MembersOfAsync("studio") == 2); // on their new node
        await Task.Delay(2_000, Cancellation); // the old one has ended
        await nodes.UntilAsync(() => Task.FromResult(talk.Heard.IsHeard));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"not heard for {talk.Heard.LongestWait.TotalMilliseconds:F0} ms, "
            + $"{talk.Heard.LongestQuiet.TotalMilliseconds:F0} ms in the stream; largest click {talk.Heard.LargestClick:F4}");
        Assert.InRange(talk.Heard.LongestWait, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(talk.Heard.LongestQuiet, TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
        Assert.InRange(talk.Heard.LargestClick, 0, 0.05); // of a sine of 0.25: a jump of its phase would be up to 0.5
    }

    [Fact]
    public async Task What_a_listener_has_set_is_there_on_the_next_node_and_the_metrics_tell_of_the_move()
    {
        using var nodes = await ServedNodes.StartAsync();
        await using var talk = await Talk.StartAsync(nodes);
        var settings = new Uri(nodes.Apis[1], "/api/rooms/studio/listeners/ben");
        using var set = await nodes.Http.PatchAsync(settings,
            JsonContent.Create(new { volumes = new[] { new { id = "anna", volume = 0.4 } } }), Cancellation);
        Assert.True(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync(Cancellation));
        using var drained = await nodes.Http.PostAsync(new Uri(nodes.Apis[2], "/api/cluster/nodes/n1/drain"), null, Cancellation);
        await nodes.UntilAsync(async () => await nodes.RoomsOfAsync("n1") == 0);
        await nodes.UntilAsync(async () => await nodes.MembersOfAsync("studio") == 2);
        var found = await nodes.Http.GetFromJsonAsync<JsonElement>(settings, Cancellation);
        Assert.Equal(0.4, found.GetProperty("volumes").EnumerateArray().Single().GetProperty("volume").GetDouble());

        var metrics = await nodes.Http.GetStringAsync(new Uri(nodes.Apis[0], "/metrics"), Cancellation);
        Assert.Contains("continuo_cluster_nodes", metrics, StringComparison.Ordinal);
        Assert.Matches("continuo_cluster_rooms_moved(_total)?(_rooms_total|_total)?({[^}]*})? 1", metrics);
    }
}
