using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Continuo.Client;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Rooms;
using Continuo.Codecs.SoundFiles;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Server.Options;
using Continuo.Server.Rooms;
using Continuo.Streams;
using Microsoft.Extensions.DependencyInjection;

namespace Continuo.Server.Tests.Rooms;

/// <summary>Recordings, announcements and replays of rooms over HTTP.</summary>
public sealed class RoomTapeTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("continuo-tapes-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_recording_has_the_mix_and_each_speaker_in_sync()
    {
        await using var server = await StartAsync();
        using var client = new ContinuoClient(server.Address);
        var room = await OpenAsync(server);
        room.AddSpeaker(new SpeakerOptions { MemberId = "1", Name = "Anna" }, new SineInput(440));
        var started = await client.StartRoomRecordingAsync("studio", new StartRoomRecordingRequest("take", "wav"), Cancellation);
        Assert.Equal(("take", "studio", RecordingState.Running), (started.Name, started.Room, started.State));
        await UntilAsync(async () => (await RecordingsAsync(server)).Single().DurationSeconds > 0.3);
        room.AddSpeaker(new SpeakerOptions { MemberId = "2", Name = "Ben" }, new SineInput(880)); // later, and yet in sync
        using (var second = await server.Client.PostAsJsonAsync("/api/rooms/studio/recordings", new { }, Cancellation))
        {
            Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        }

        await UntilAsync(async () => (await RecordingsAsync(server)).Single() is { DurationSeconds: > 1, Files.Count: 3 });
        var stopped = await client.StopRoomRecordingAsync("studio", "take", Cancellation);

        Assert.Equal((RecordingState.Finished, null), (stopped.State, stopped.Failure));
        Assert.Equal(["mix.wav", "Anna.wav", "Ben.wav"], stopped.Files.Select(f => f.File));
        Assert.Single(stopped.Files.Select(f => f.DurationSeconds).Distinct());
        var (mix, anna, ben) =
            (await SamplesAsync(server, "mix.wav"), await SamplesAsync(server, "Anna.wav"), await SamplesAsync(server, "Ben.wav"));
        Assert.Equal(0.1, Amplitude(anna, 440), 0.02);
        Assert.Equal(0, Amplitude(anna, 880), 0.01);
        Assert.Equal(0, Amplitude(ben, 440), 0.01);
        Assert.Equal(0, Amplitude(ben.AsSpan(0, 4800), 880), 1e-6);
        for (var i = mix.Length / 2; i < mix.Length - 4800; i++)
        {
            Assert.Equal(mix[i], anna[i - MixDelay(mix, anna, ben)] + ben[i - MixDelay(mix, anna, ben)], 0.01);
        }

        // What is known of it outlives the server.
        Assert.Equal(stopped with { Files = [] }, new RoomFolder(_folder, "studio").Find("take")! with { Files = [] });
        using (var gone = await server.Client.DeleteAsync("/api/rooms/studio/recordings/take", Cancellation))
        {
            Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        }

        Assert.Empty(await RecordingsAsync(server));
    }

    [Fact]
    public async Task A_closed_room_completes_its_recording()
    {
        await using (var server = await StartAsync())
        {
            var room = await OpenAsync(server);
            room.AddSpeaker(new SpeakerOptions { MemberId = "1", Name = "Anna" }, new SineInput(440));
            using var client = new ContinuoClient(server.Address);
            await client.StartRoomRecordingAsync("studio", new StartRoomRecordingRequest("take", "wav", Speakers: false), Cancellation);
            await UntilAsync(async () => (await RecordingsAsync(server)).Single().DurationSeconds > 0.1);
            using var closed = await server.Client.DeleteAsync("/api/rooms/studio", Cancellation);
        }

        var kept = new RoomFolder(_folder, "studio").Find("take")!;
        Assert.Equal((RecordingState.Finished, "mix.wav"), (kept.State, Assert.Single(kept.Files).File));
        using var reader = SoundFileReader.Open(Path.Combine(_folder, "rooms", "studio", "take", "mix.wav"));
        Assert.True(reader.Frames > 4800);
    }

    [Fact]
    public async Task An_announcement_is_a_speaker_until_it_ends()
    {
        await using var server = await StartAsync();
        using var client = new ContinuoClient(server.Address);
        var room = await OpenAsync(server);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "gong.wav"), Wav(24_000), Cancellation);
        var gong = await client.AnnounceAsync("studio", new AnnounceRequest("gong.wav", TalksOver: true), Cancellation);
        Assert.Equal(("gong.wav", true), (gong.Name, gong.TalksOver));
        await UntilAsync(() => Task.FromResult(room.Speakers.Count == 0)); // half a second long

        var endless = await client.AnnounceAsync("studio", new AnnounceRequest("tone:880", "Test tone"), Cancellation);
        Assert.Equal("Test tone", Assert.Single(room.Speakers).Name);
        Assert.Equal(endless,
            Assert.Single(
                (await server.Client.GetFromJsonAsync<AnnouncementStatus[]>("/api/rooms/studio/announcements", Json, Cancellation))!));
        await client.StopAnnouncementAsync("studio", endless.Id, Cancellation);
        await UntilAsync(() => Task.FromResult(room.Speakers.Count == 0));
        using var again = await server.Client.DeleteAsync($"/api/rooms/studio/announcements/{endless.Id}", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Theory]
    [InlineData("announcements", "{\"source\":\"../secret.wav\"}", 400)]
    [InlineData("announcements", "{\"source\":\"file:../secret.wav\"}", 400)]
    [InlineData("announcements", "{\"source\":\"/etc/secret.wav\"}", 400)]
    [InlineData("announcements", "{\"source\":\"..\\\\secret.wav\"}", 400)]
    [InlineData("announcements", "{\"source\":\"rooms/studio/take/mix.wav\"}", 400)]
    [InlineData("announcements", "{\"source\":\"passwd\"}", 400)]
    [InlineData("announcements", "{\"source\":\"link.wav\"}", 404)]
    [InlineData("announcements", "{\"source\":\"none.wav\"}", 404)]
    [InlineData("announcements", "{\"source\":\"text.wav\"}", 422)]
    [InlineData("announcements", "{\"source\":\"exec:id\"}", 403)]
    [InlineData("announcements", "{\"source\":\"demo:band\"}", 403)]
    [InlineData("announcements", "{\"source\":\"null:\"}", 403)]
    [InlineData("announcements", "{\"source\":\"\"}", 400)]
    [InlineData("announcements", "{}", 400)]
    [InlineData("announcements", "{\"source\":\"tone:440\",\"volume\":9}", 400)]
    [InlineData("announcements", "{\"source\":\"tone:440\",\"colour\":1}", 400)]
    [InlineData("recordings", "{\"name\":\"../x\"}", 400)]
    [InlineData("recordings", "{\"format\":\"mp3\"}", 400)]
    [InlineData("recordings/none/stop", "{}", 404)]
    [InlineData("recordings/..%2F..%2Fx/stop", "{}", 400)]
    [InlineData("replay", "{}", 409)]
    public async Task What_is_not_allowed_is_a_problem(string path, string body, int status)
    {
        await using var server = await StartAsync();
        await OpenAsync(server);
        await File.WriteAllTextAsync(Path.Combine(_folder, "text.wav"), "no sound", Cancellation);
        File.CreateSymbolicLink(Path.Combine(_folder, "link.wav"), "/etc/passwd");
        using var answer = await server.Client.PostAsync($"/api/rooms/studio/{path}",
            new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Cancellation);
        Assert.True(status == (int)answer.StatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Cancellation)}");
        Assert.DoesNotContain(_folder, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("GET", "recordings")]
    [InlineData("GET", "recordings/take")]
    [InlineData("GET", "recordings/take/files/mix.wav")]
    [InlineData("POST", "recordings")]
    [InlineData("POST", "recordings/take/stop")]
    [InlineData("DELETE", "recordings/take")]
    [InlineData("GET", "announcements")]
    [InlineData("POST", "announcements")]
    [InlineData("DELETE", "announcements/1")]
    [InlineData("POST", "replay")]
    public async Task All_of_it_is_for_operators(string method, string path)
    {
        await using var server = await StartAsync(new ServerOptions
        {
            RecordingsDirectory = _folder,
            RequireToken = true,
            Tokens = [AccessToken.FromSecret("anna", AccessRole.Talk, "anna's secret")],
        });
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/rooms/studio/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "anna's secret");
        using var answer = await server.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task What_was_said_lately_is_played_again()
    {
        await using var server = await StartAsync();
        using var client = new ContinuoClient(server.Address);
        await client.OpenRoomAsync(new OpenRoomRequest("studio", ReplaySeconds: 5), Cancellation);
        var room = server.Host.Services.GetRequiredService<RoomTable>().Get("studio");
        using (var early = await server.Client.PostAsJsonAsync("/api/rooms/studio/replay", new { }, Cancellation))
        {
            Assert.Equal(HttpStatusCode.NotFound, early.StatusCode);
        }

        Assert.Empty((await client.GetRoomAsync("studio", Cancellation)).Listeners); // what keeps the past is no one
        room.AddSpeaker(new SpeakerOptions { MemberId = "1", Name = "Anna" }, new SineInput(440));
        await UntilAsync(() => Task.FromResult(room.Position > 48_000));

        Assert.Equal("replay of Anna", (await client.PlayReplayAsync("studio", new PlayReplayRequest(0.5, "1"), Cancellation)).Name);
        Assert.True((await client.PlayReplayAsync("studio", new PlayReplayRequest(0.5), Cancellation)).TalksOver);
        using var nobody = await server.Client.PostAsJsonAsync("/api/rooms/studio/replay", new { speaker = "2" }, Cancellation);
        using var tooLong = await server.Client.PostAsJsonAsync("/api/rooms/studio/replay", new { seconds = 6 }, Cancellation);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (nobody.StatusCode, tooLong.StatusCode));
        await UntilAsync(() => Task.FromResult(room.Speakers.Count == 1));
    }

    private static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    private Task<TestServer> StartAsync(ServerOptions? options = null) =>
        TestServer.StartAsync(options ?? new ServerOptions { RecordingsDirectory = _folder }, system: new AudioSystem().UseSoundFiles());

    private static async Task<Room> OpenAsync(TestServer server)
    {
        using var opened = await server.Client.PostAsJsonAsync("/api/rooms", new { name = "studio" }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        return server.Host.Services.GetRequiredService<RoomTable>().Get("studio");
    }

    private static async Task<IReadOnlyList<RoomRecordingStatus>> RecordingsAsync(TestServer server)
    {
        using var client = new ContinuoClient(server.Address);
        return await client.ListRoomRecordingsAsync("studio", Cancellation);
    }

    private async Task<float[]> SamplesAsync(TestServer server, string file)
    {
        var bytes = await server.Client.GetByteArrayAsync($"/api/rooms/studio/recordings/take/files/{file}", Cancellation);
        var path = Path.Combine(_folder, $"got-{file}");
        await File.WriteAllBytesAsync(path, bytes, Cancellation);
        using var reader = SoundFileReader.Open(path);
        var samples = new float[reader.Frames * reader.Format.Channels];
        reader.Read(samples);
        return samples;
    }

    /// <summary>The mix's limiter looks ahead; the speakers' files have no limiter.</summary>
    private static int MixDelay(float[] mix, float[] anna, float[] ben) => s_delay ??= Enumerable.Range(0, 480).MinBy(d =>
    {
        var sum = 0.0;
        for (var i = mix.Length / 2; i < mix.Length / 2 + 4800; i++) sum += Math.Abs(mix[i] - anna[i - d] - ben[i - d]);
        return sum;
    });

    private static int? s_delay;

    private static double Amplitude(ReadOnlySpan<float> samples, double hertz)
    {
        var (real, imaginary) = (0.0, 0.0);
        for (var i = 0; i < samples.Length; i++)
        {
            var angle = 2 * Math.PI * hertz * i / 48_000;
            real += samples[i] * Math.Cos(angle);
            imaginary += samples[i] * Math.Sin(angle);
        }

        return 2 * Math.Sqrt(real * real + imaginary * imaginary) / samples.Length;
    }

    /// <summary>A WAV file of a quiet square wave.</summary>
    private static byte[] Wav(int frames)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write("RIFF"u8);
        writer.Write(36 + 2 * frames);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(48_000);
        writer.Write(96_000);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(2 * frames);
        for (var i = 0; i < frames; i++) writer.Write((short)(i / 50 % 2 == 0 ? 1000 : -1000));
        return memory.ToArray();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        timeout.CancelAfter(Timeout);
        while (!await condition()) await Task.Delay(20, timeout.Token);
    }
}
