using Continuo.Client;
using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Rooms;
using Continuo.Recording;
using Continuo.Server.Options;
using Continuo.Sinks;
using Continuo.Streams;
using Continuo.WebRtc;

namespace Continuo.Server.Tests.Rooms;

/// <summary>The event socket shows rooms: a snapshot, then what has changed, and levels to who asks.</summary>
public sealed class RoomEventTests
{
    private static readonly AudioSystem Peers = new AudioSystem().UseWebRtc();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_sees_who_joins_speaks_and_leaves_and_how_loud_they_are()
    {
        await using var server = await TestServer.StartAsync(
            new ServerOptions { RecordingsDirectory = Directory.CreateTempSubdirectory("continuo-rooms-").FullName });
        using var client = new ContinuoClient(server.Address);
        await client.OpenRoomAsync(new OpenRoomRequest("studio", TalkOverDb: -20, AutomaticLevel: true), Cancellation);
        await using var events = await client.ConnectEventsAsync(
            new EventSubscription(Meters: new MeterSubscription(20, Rooms: ["studio", "absent"])), Cancellation);
        await using var messages = events.ReadAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await messages.MoveNextAsync());
        var hello = Assert.IsType<HelloMessage>(messages.Current);
        var room = Assert.Single(hello.Snapshot.Rooms);
        Assert.Equal(("studio", -20, true, -20), (room.Name, room.TalkOverDb, room.AutomaticLevel, room.TargetLufs));

        await using var tone = AudioStream.Open("tone:440?level=-12");
        var speaking = Recorder.Start(tone,
            Peers.CreateSink(Peers.Parse($"whip:{server.Address}whip/studio?seat=anna&name=Anna&group=Track 1"), new SinkRequest()));
        tone.Start();
        await using var listening = AudioStream.Open($"whep:{server.Address}whep/studio?seat=anna", null, Peers);
        listening.Start();

        var joined = (await NextAsync<ChangeMessage<RoomSpeakerChange>>(messages, m => m.Action == ChangeAction.Added)).Value;
        Assert.Equal(("studio", "anna", "Anna", "Track 1"), (joined.Room, joined.Speaker.Id, joined.Speaker.Name, joined.Speaker.Group));
        Assert.NotNull(joined.Speaker.AutomaticGainDb);
        await NextAsync<ChangeMessage<RoomSpeakerChange>>(messages, m => m.Action == ChangeAction.Changed && m.Value.Speaker.IsSpeaking);
        var number = joined.Speaker.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var meters = await NextAsync<MetersMessage>(messages,
            m => m.Rooms["studio"].LevelsDb.TryGetValue(number, out var db) && db is > -16 and < -14);
        Assert.DoesNotContain("absent", meters.Rooms.Keys);
        Assert.InRange(meters.Rooms["studio"].BuffersMs[number], 0, 500);
        Assert.InRange(meters.Rooms["studio"].ShedStep, 0, 7);

        await client.ChangeSpeakerAsync("studio", "anna", new ChangeSpeakerRequest(IsMuted: true), cancellation: Cancellation);
        await NextAsync<ChangeMessage<RoomSpeakerChange>>(messages, m => m.Value.Speaker.IsMuted);
        await NextAsync<MetersMessage>(messages, m => m.Rooms["studio"].LevelsDb.Count == 0);

        await speaking.DisposeAsync();
        await NextAsync<ChangeMessage<RoomSpeakerChange>>(messages, m => m.Action == ChangeAction.Removed && m.Value.Speaker.Id == "anna");
        await client.CloseRoomAsync("studio", Cancellation);
        await NextAsync<ChangeMessage<RemovedObject>>(messages, m => m is { Type: "room", Value.Name: "studio" });
    }

    private static async Task<T> NextAsync<T>(IAsyncEnumerator<object> messages, Func<T, bool> condition)
    {
        while (await messages.MoveNextAsync())
        {
            if (messages.Current is T message && condition(message)) return message;
        }

        throw new InvalidOperationException("The connection has ended.");
    }
}
