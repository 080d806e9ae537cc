using System.Net;
using System.Net.Http.Headers;
using Continuo.Audio;
using Continuo.Client;
using Continuo.Client.Contract.Rooms;
using Continuo.Recording;
using Continuo.Rooms.Mixing;
using Continuo.Server.Options;
using Continuo.Server.Rooms;
using Continuo.Sinks;
using Continuo.Streams;
using Continuo.WebRtc;
using Continuo.WebRtc.Client;
using Continuo.WebRtc.Dtls.BouncyCastle;
using Continuo.WebRtc.Sdp;
using Microsoft.Extensions.DependencyInjection;

namespace Continuo.Server.Tests.Rooms;

/// <summary>A seat is its owner's: others neither take it, nor change its volumes, nor mute its speaker. Operators may.</summary>
public sealed class RoomSeatTests
{
    private const string Room = "studio";

    private static readonly (string Secret, AccessRole Role)[] People =
        [("listener", AccessRole.Listen), ("anna", AccessRole.Talk), ("ben", AccessRole.Talk), ("director", AccessRole.Operate)];

    private static readonly AudioSystem Peers = new AudioSystem().UseWebRtc();
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_key_of_a_seat_changes_its_volumes_and_operators_do()
    {
        await using var server = await StartAsync();
        using var anna = Client(server, "anna");
        using var ben = Client(server, "ben");
        using var director = Client(server, "director");
        var (seat, other) = (await anna.CreateSeatAsync(Cancellation), await ben.CreateSeatAsync(Cancellation));
        Assert.StartsWith("seat-", seat.Id, StringComparison.Ordinal);
        Assert.NotEqual(seat, other);
        await using var listening = Listen(server, "anna", seat);
        await UntilAsync(() => RoomOf(server).Listeners.Count == 1);
        var change = new ChangeListenerRequest([new RoomVolume("ben", 0.5)]);

        Assert.Equal(0.5, Assert.Single((await anna.ChangeListenerAsync(Room, seat.Id, change, seat, Cancellation)).Volumes).Volume);
        Assert.Equal(0.5, Assert.Single((await anna.GetListenerAsync(Room, seat.Id, seat, Cancellation)).Volumes).Volume);
        await RefusedAsync(ben.ChangeListenerAsync(Room, seat.Id, change, null, Cancellation));
        await RefusedAsync(ben.ChangeListenerAsync(Room, seat.Id, change, other, Cancellation));
        await RefusedAsync(ben.ChangeListenerAsync(Room, seat.Id, change, new Seat(seat.Id, seat.Id), Cancellation));
        await RefusedAsync(ben.GetListenerAsync(Room, seat.Id, other, Cancellation));
        await RefusedAsync(anna.ChangeListenerAsync(Room, seat.Id, change, null, Cancellation)); // the token alone is not the seat
        Assert.Equal(0.25, Assert.Single((await director.ChangeListenerAsync(Room, seat.Id,
            new ChangeListenerRequest([new RoomVolume("ben", 0.25)]), null, Cancellation)).Volumes).Volume);
    }

    [Fact]
    public async Task Another_neither_takes_a_seat_nor_mutes_its_speaker()
    {
        await using var server = await StartAsync();
        using var anna = Client(server, "anna");
        using var ben = Client(server, "ben");
        var seat = await anna.CreateSeatAsync(Cancellation);
        await using var tone = AudioStream.Open("tone:440?level=-12");
        await using var speaking = Speak(server, tone, "anna", seat);
        tone.Start();
        await UntilAsync(() => RoomOf(server).Speakers.Count == 1);

        foreach (var path in new[] { "whip", "whep" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await OfferAsync(server, "ben", $"/{path}/{Room}?seat={seat.Id}", null));
            Assert.Equal(HttpStatusCode.Forbidden, await OfferAsync(server, "ben", $"/{path}/{Room}?seat={seat.Id}", "guessed"));
        }

        await RefusedAsync(ben.ChangeSpeakerAsync(Room, seat.Id, new ChangeSpeakerRequest(IsMuted: true), null, Cancellation));
        await RefusedAsync(anna.ChangeSpeakerAsync(Room, seat.Id, new ChangeSpeakerRequest(Volume: 2), seat, Cancellation));
        await RefusedAsync(anna.ChangeSpeakerAsync(Room, seat.Id, new ChangeSpeakerRequest(IsBlocked: false), seat, Cancellation));
        await RefusedAsync(anna.ChangeSpeakerAsync(Room, seat.Id, new ChangeSpeakerRequest(TalksOver: true), seat, Cancellation));
        Assert.False(Speaker(server).IsMuted);
        Assert.True((await anna.ChangeSpeakerAsync(Room, seat.Id, new ChangeSpeakerRequest(IsMuted: true), seat, Cancellation)).IsMuted);
    }

    [Fact]
    public async Task No_client_sits_where_it_would_not_be_shown_as_a_person()
    {
        await using var server = await StartAsync();
        foreach (var seat in new[] { "recording", "replay", "mumble:7" })
        {
            foreach (var path in new[] { "whip", "whep" })
            {
                Assert.Equal(HttpStatusCode.Forbidden, await OfferAsync(server, "director", $"/{path}/{Room}?seat={seat}", null));
            }
        }
    }

    [Fact]
    public async Task What_an_operator_mutes_stays_muted_also_for_who_comes_back()
    {
        await using var server = await StartAsync();
        using var anna = Client(server, "anna");
        using var director = Client(server, "director");
        var seat = await anna.CreateSeatAsync(Cancellation);
        await using var tone = AudioStream.Open("tone:440?level=-12");
        tone.Start();
        await using (Speak(server, tone, "anna", seat))
        {
            await UntilAsync(() => RoomOf(server).Speakers is [{ IsSpeaking: true }]);
            await director.ChangeSpeakerAsync(
                Room, seat.Id, new ChangeSpeakerRequest(IsBlocked: true, TalksOver: true), null, Cancellation);
            await UntilAsync(() => !Speaker(server).IsSpeaking);
            Assert.True(Speaker(server).TalksOver);
            await anna.ChangeSpeakerAsync(Room, seat.Id, new ChangeSpeakerRequest(IsMuted: false), seat, Cancellation);
            Assert.True(Speaker(server).IsBlocked);
        }

        await UntilAsync(() => RoomOf(server).Speakers.Count == 0);
        await using var again = Speak(server, tone, "anna", seat);
        await UntilAsync(() => RoomOf(server).Speakers.Count == 1);
        Assert.True(Speaker(server).IsBlocked);
        Assert.False(Speaker(server).IsSpeaking);
        await director.ChangeSpeakerAsync(Room, seat.Id, new ChangeSpeakerRequest(IsBlocked: false), null, Cancellation);
        await UntilAsync(() => Speaker(server).IsSpeaking);
        await RefusedAsync(anna.RemoveSpeakerAsync(Room, seat.Id, Cancellation));
        await director.RemoveSpeakerAsync(Room, seat.Id, Cancellation);
        await UntilAsync(() => RoomOf(server).Speakers.Count == 0);
    }

    [Fact]
    public async Task Who_comes_back_is_heard_by_the_old_connection_until_the_new_one_works()
    {
        await using var server = await StartAsync();
        using var anna = Client(server, "anna");
        var seat = await anna.CreateSeatAsync(Cancellation);
        await using var tone = AudioStream.Open("tone:440?level=-12");
        tone.Start();
        await using var first = Speak(server, tone, "anna", seat);
        await UntilAsync(() => RoomOf(server).Speakers is [{ IsSpeaking: true }]);
        var before = Speaker(server);
        var neverConnects = SdpOffer.Create(
            new ClientRequest(IsSending: true).ToOffer(IceCredentials.Create(), BouncyEngine.Instance.Fingerprint)).Text;
        Assert.Equal(HttpStatusCode.Created, await OfferAsync(server, "anna", $"/whip/{Room}?seat={seat.Id}", seat.Key, neverConnects));
        Assert.Same(before, Speaker(server));

        await anna.ChangeSpeakerAsync(Room, seat.Id, new ChangeSpeakerRequest(IsMuted: true), seat, Cancellation);
        await using var second = Speak(server, tone, "anna", seat);
        await UntilAsync(() => RoomOf(server).Speakers is [{ } now] && now != before);
        Assert.True(Speaker(server).IsMuted); // not heard again because a connection was
    }

    [Fact]
    public async Task A_name_belongs_to_the_token_that_took_it_until_it_is_left()
    {
        await using var server = await StartAsync();
        using var ben = Client(server, "ben");
        using var anna = Client(server, "anna");
        await using (Listen(server, "anna", new Seat("desk", "")))
        {
            await UntilAsync(() => RoomOf(server).Listeners.Count == 1);
            Assert.Equal(HttpStatusCode.Forbidden, await OfferAsync(server, "ben", $"/whip/{Room}?seat=desk", null));
            await RefusedAsync(
                ben.ChangeListenerAsync(Room, "desk", new ChangeListenerRequest([new RoomVolume("x", 0)]), null, Cancellation));
            await anna.ChangeListenerAsync(Room, "desk", new ChangeListenerRequest([new RoomVolume("x", 0)]), null, Cancellation);
        }

        await UntilAsync(() => RoomOf(server).Listeners.Count == 0);
        await using var listening = Listen(server, "ben", new Seat("desk", ""));
        await UntilAsync(() => RoomOf(server).Listeners.Count == 1);
    }

    private static Task<TestServer> StartAsync()
    {
        var options = new ServerOptions
        {
            RequireToken = true,
            Tokens = [.. People.Select(p => AccessToken.FromSecret(p.Secret, p.Role, p.Secret))],
            RecordingsDirectory = Directory.CreateTempSubdirectory("continuo-seats-").FullName,
        };
        return OpenAsync(options);

        static async Task<TestServer> OpenAsync(ServerOptions options)
        {
            var server = await TestServer.StartAsync(options);
            server.Host.Services.GetRequiredService<RoomTable>().Open(Room, new RoomDeclaration());
            return server;
        }
    }

    private static Continuo.Rooms.Hosting.Room RoomOf(TestServer server) => server.Host.Services.GetRequiredService<RoomTable>().Get(Room);

    private static RoomSpeaker Speaker(TestServer server) => Assert.Single(RoomOf(server).Speakers);

    private static ContinuoClient Client(TestServer server, string token) => new(server.Address, token);

    private static AudioStream Listen(TestServer server, string token, Seat seat)
    {
        var stream = AudioStream.Open($"whep:{server.Address}whep/{Room}?seat={seat.Id}&key={seat.Key}&bearer={token}", null, Peers);
        stream.Start();
        return stream;
    }

    private static Recorder Speak(TestServer server, AudioStream stream, string token, Seat seat) => Recorder.Start(stream,
        Peers.CreateSink(Peers.Parse($"whip:{server.Address}whip/{Room}?seat={seat.Id}&key={seat.Key}&name=Anna&bearer={token}"),
            new SinkRequest()));

    private static async Task<HttpStatusCode> OfferAsync(TestServer server, string token, string path, string? key, string offer = "v=0")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(offer, MediaTypeHeaderValue.Parse("application/sdp")),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null) request.Headers.Add(RoomSeats.KeyHeader, key);
        using var answer = await server.Client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    private static async Task RefusedAsync(Task request)
    {
        var refusal = await Assert.ThrowsAsync<AudioException>(() => request);
        Assert.Equal(AudioErrorCode.AccessDenied, refusal.Code);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        timeout.CancelAfter(Timeout);
        while (!condition()) await Task.Delay(20, timeout.Token);
    }
}
