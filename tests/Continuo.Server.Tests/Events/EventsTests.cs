using System.Net.WebSockets;
using System.Text;
using Continuo.Client;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Requests;
using Continuo.Server.Events;
using Continuo.Server.Tests.Api;
using Continuo.Streams;
using Microsoft.Extensions.DependencyInjection;

namespace Continuo.Server.Tests.Events;

public sealed class EventsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_receives_a_snapshot_and_then_the_changes_of_each_kind_in_order()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        await using var events = await server.Client.ConnectEventsAsync(cancellation: Stop);
        await using var messages = events.ReadAsync(Stop).GetAsyncEnumerator(Stop);
        Assert.True(await messages.MoveNextAsync());
        var hello = Assert.IsType<HelloMessage>(messages.Current);
        Assert.Equal("admin", hello.Server.Role);
        Assert.Equal("tone", Assert.Single(hello.Snapshot.Streams).Name);

        await server.Client.OpenStreamAsync(new OpenStreamRequest("second", "tone:220"), Stop);
        await server.Client.StartRecordingAsync(new StartRecordingRequest("second", "take", "wav"), Stop);
        await server.Client.StopRecordingAsync("take", Stop);
        await server.Client.DeleteRecordingAsync("take", Stop);

        var (version, seen) = (hello.Snapshot.Version, new List<string>());
        while (!seen.Contains("stream removed second") && await messages.MoveNextAsync())
        {
            switch (messages.Current)
            {
                case ChangeMessage<StreamStatus> stream:
                    Assert.Equal(++version, stream.Version);
                    if (stream.Value.Name != "second" || stream.Action != ChangeAction.Added) break;
                    seen.Add("stream added second");
                    await server.Client.RemoveStreamAsync(
                        "second", Stop); // one that has gone before it is reported is only reported as removed
                    break;
                case ChangeMessage<RecordingStatus> recording:
                    Assert.Equal(++version, recording.Version);
                    if (seen.LastOrDefault() != $"recording {recording.Value.State}") seen.Add($"recording {recording.Value.State}");
                    break;
                case ChangeMessage<RemovedObject> removed:
                    Assert.Equal(++version, removed.Version);
                    seen.Add($"{removed.Type} removed {removed.Value.Name}");
                    break;
                case ChangeMessage<SessionStatus> session:
                    if (session.Version > version) Assert.Equal(++version, session.Version);
                    break;
            }
        }

        // Streams are reported by the host's own thread: a recording's event may overtake that of the stream opened just before it.
        Assert.Equal(["stream added second", "stream removed second"], seen.Where(s => s.StartsWith("stream", StringComparison.Ordinal)));
        Assert.Equal(["recording Running", "recording Finished", "recording removed take"],
            seen.Where(s => s.StartsWith("recording", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Meters_show_the_level_at_the_rate_asked_for_and_cost_nothing_without_a_subscriber()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        var meters = server.Host.Services.GetRequiredService<MeterHub>();
        await using var events = await server.Client.ConnectEventsAsync(
            new EventSubscription(Meters: new MeterSubscription(20, ["tone", "absent"])), Stop);
        StreamMeters? last = null;
        var count = 0;
        await foreach (var message in events.ReadAsync(Stop))
        {
            if (message is not MetersMessage frame || !frame.Streams.TryGetValue("tone", out last)) continue;
            Assert.DoesNotContain("absent", frame.Streams.Keys);
            if (++count == 15) break;
        }

        Assert.All(last!.PeakDb, db => Assert.InRange(db!.Value, -20.5, -19.5));
        Assert.All(last.RmsDb, db => Assert.InRange(db!.Value, -23.5, -22.5)); // a sine's
        Assert.InRange(last.TruePeakDb!.Value, -20.5, -19.5);
        Assert.InRange(last.MomentaryLufs!.Value, -24, -18);
        Assert.False(last.Clipped);
        Assert.Single(last.Readers); // the replay's, not the meter's own
        Assert.Equal((1, true), (meters.Count, meters.IsRunning));
        Assert.Contains(server.Audio.GetStream("tone").Readers, r => r.Kind == "meter");

        await events.SubscribeAsync(new EventSubscription(), Stop);
        await Until(() => !meters.IsRunning);
        Assert.Equal(0, meters.Count);
        Assert.DoesNotContain(server.Audio.GetStream("tone").Readers, r => r.Kind == "meter");
    }

    [Fact]
    public async Task Clients_share_one_measurement_and_the_last_one_that_leaves_ends_it()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        var meters = server.Host.Services.GetRequiredService<MeterHub>();
        var clients = new List<EventConnection>();
        for (var i = 0; i < 5; i++) clients.Add(
            await server.Client.ConnectEventsAsync(new EventSubscription(Meters: new MeterSubscription(10 + i, ["tone"])), Stop));
        foreach (var client in clients) await FirstMetersOf(client);
        Assert.Equal(1, meters.Count);
        Assert.Single(server.Audio.GetStream("tone").Readers, r => r.Kind == "meter");
        Assert.Equal(5, (await server.Client.ListSessionsAsync(Stop)).Count(s => s.Kind == "events"));
        foreach (var client in clients) await client.DisposeAsync();
        await Until(() => !meters.IsRunning && meters.Count == 0);
    }

    [Fact]
    public async Task A_client_that_does_not_read_gets_fewer_messages_and_disturbs_no_other()
    {
        await using var server = await ApiServer.StartAsync(audio =>
        {
            for (var i = 0; i < 60; i++) audio.OpenStream($"s{i}", "tone:440", new StreamOptions { RealTimePriority = false });
        });
        var names = Enumerable.Range(0, 60).Select(i => $"s{i}").ToArray();
        using var slow = new ClientWebSocket();
        await slow.ConnectAsync(new UriBuilder(new Uri(server.Client.Server, "api/events")) { Scheme = "ws" }.Uri, Stop);
        await slow.SendAsync(
            Encoding.UTF8.GetBytes("{\"subscribe\":{\"events\":false,\"meters\":{\"rateHz\":30,\"streams\":[" + string.Join(',',
            names.Select(n => $"\"{n}\"")) + "]}}}"), WebSocketMessageType.Text, true, Stop);
        await using var quick = await server.Client.ConnectEventsAsync(
            new EventSubscription(Meters: new MeterSubscription(30, names)), Stop);

        var seen = 0L;
        await foreach (var message in quick.ReadAsync(Stop))
        {
            if (message is MetersMessage meters)
            {
                Assert.Equal(60, meters.Streams.Count);
                seen++;
            }

            var dropped = (await server.Client.ListSessionsAsync(Stop)).Where(s => s.Kind == "events").Max(s => s.Dropped);
            if (dropped > 20 && seen > 20) break;
        }
    }

    [Theory]
    [InlineData("""{"subscribe":{"meters":{"rateHz":100,"streams":["tone"]}}}""")]
    [InlineData("""{"subscribe":{"metres":{}}}""")]
    [InlineData("nonsense")]
    public async Task A_message_that_is_not_understood_is_answered_and_the_connection_stays(string text)
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(new Uri(server.Client.Server, "api/events")) { Scheme = "ws" }.Uri, Stop);
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Stop);
        await socket.SendAsync("""{"ping":7}"""u8.ToArray(), WebSocketMessageType.Text, true, Stop);
        var buffer = new byte[1 << 20];
        var (hasError, hasPong) = (false, false);
        while (!hasError || !hasPong)
        {
            var received = await socket.ReceiveAsync(buffer, Stop);
            var message = Encoding.UTF8.GetString(buffer, 0, received.Count);
            hasError |= message.Contains("\"type\":\"error\"", StringComparison.Ordinal);
            hasPong |= message.StartsWith("""{"type":"pong","ping":7,""", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_session_that_is_ended_by_another_client_is_closed()
    {
        await using var server = await ApiServer.StartAsync();
        await using var events = await server.Client.ConnectEventsAsync(cancellation: Stop);
        await Until(() => server.Client.ListSessionsAsync(Stop).Result.Count == 1);
        var session = Assert.Single(await server.Client.ListSessionsAsync(Stop));
        await server.Client.EndSessionAsync(session.Id, Stop);
        await foreach (var unused in events.ReadAsync(Stop)) Assert.NotNull(unused); // to the end
        while ((await server.Client.ListSessionsAsync(Stop)).Count > 0) await Task.Delay(10, Stop);
    }

    private static async Task FirstMetersOf(EventConnection client)
    {
        await foreach (var message in client.ReadAsync(Stop))
        {
            if (message is MetersMessage { Streams.Count: > 0 }) return;
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(10, Stop);
    }
}
