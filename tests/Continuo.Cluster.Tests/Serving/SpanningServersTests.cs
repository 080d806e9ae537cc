using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Continuo.Cluster.Tests.Servers;
using Continuo.Recording;
using Continuo.Sinks;
using Continuo.Streams;
using Continuo.WebRtc;

namespace Continuo.Cluster.Tests.Serving;

/// <summary>Three servers, one room that is on all of them: each serves those who come to it.</summary>
public sealed class SpanningServersTests
{
    private static readonly AudioSystem Clients = new AudioSystem().UseWebRtc();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [RealTimeTest("voices by WebRTC between three servers")]
    public async Task Voices_are_heard_on_all_nodes_of_a_room_that_spans_and_after_its_owner_is_killed()
    {
        using var nodes = await ServedNodes.StartAsync();
        using (var request = new HttpRequestMessage(HttpMethod.Post, new Uri(nodes.Apis[1], "/api/rooms")))
        {
            request.Content = JsonContent.Create(new { name = "studio", span = true });
            request.Headers.Add("Continuo-Zone", "east");
            using var answer = await nodes.Http.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }

        await nodes.UntilAsync(async () => await nodes.RoomsOfAsync("n1") == 1);
        await using var voice = AudioStream.Open("tone:440?level=-12");
        await using var sent = Recorder.Start(voice,
            Clients.CreateSink(Clients.Parse(nodes.WayOf("whip", 1, "studio", "seat=anna&name=Anna")), new SinkRequest()));
        voice.Start();
        await using var received = AudioStream.Open(nodes.WayOf("whep", 2, "studio", "seat=ben"), null, Clients);
        await using var heard = new ToneLog(received);
        received.Start();
        await using var ownReceived = AudioStream.Open(nodes.WayOf("whep", 0, "studio", "seat=cleo"), null, Clients);
        await using var atOwner = new ToneLog(ownReceived);
        ownReceived.Start();
        await nodes.UntilAsync(() => Task.FromResult(heard.IsHeard && atOwner.IsHeard));

        // Each node has its own participants, knows the others' speakers, and the room is listed once.
        await nodes.UntilAsync(async () =>
            (await RoomAsync(0)).Speakers is ["Anna"]
            && (await RoomAsync(1)).Speakers is ["Anna"]
            && (await RoomAsync(2)).Speakers is ["Anna"]);
        Assert.Equal((1, 0, 1), ((await RoomAsync(0)).Listeners, (await RoomAsync(1)).Listeners, (await RoomAsync(2)).Listeners));
        var listed = await nodes.Http.GetFromJsonAsync<JsonElement>(new Uri(nodes.Apis[2], "/api/rooms"), Cancellation);
        Assert.Equal(1, listed.EnumerateArray().Count(r => r.GetProperty("name").GetString() == "studio"));

        heard.Reset();
        nodes.Kill(1);
        await nodes.UntilAsync(() => Task.FromResult(!heard.IsHeard));
        await nodes.UntilAsync(() => Task.FromResult(heard.IsHeard)); // their nodes live: no one had to come again
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"not heard for {heard.LongestQuiet.TotalMilliseconds:F0} ms after the owner was killed");

        async Task<(string[] Speakers, int Listeners)> RoomAsync(int node)
        {
            var room = await nodes.Http.GetFromJsonAsync<JsonElement>(new Uri(nodes.Apis[node], "/api/rooms/studio"), Cancellation);
            return ([.. room.GetProperty("speakers").EnumerateArray().Select(s => s.GetProperty("name").GetString()!)],
                room.GetProperty("listeners").GetArrayLength());
        }
    }
}
