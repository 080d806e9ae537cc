using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Continuo.Recording;
using Continuo.Server.Rooms;
using Continuo.Sinks;
using Continuo.Streams;
using Continuo.WebRtc;
using Microsoft.Extensions.DependencyInjection;

namespace Continuo.Server.Tests.Rooms;

/// <summary>Rooms of a server: members by WHIP and WHEP, the API, the events.</summary>
public sealed class RoomServerTests
{
    private static readonly AudioSystem Clients = new AudioSystem().UseWebRtc();
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_people_hear_each_other_and_not_themselves_at_the_volumes_they_set()
    {
        var folder = Directory.CreateTempSubdirectory("continuo-rooms-").FullName;
        await using var server = await TestServer.StartAsync(new Options.ServerOptions { RecordingsDirectory = folder });
        await MustAsync(HttpStatusCode.Created, server.Client.PostAsJsonAsync("/api/rooms", new { name = "studio" }, Cancellation));
        await using var anna = AudioStream.Open("tone:440?level=-12");
        await using var ben = AudioStream.Open("tone:880?level=-12");
        await using var first = Publish(server, anna, "anna");
        await using var second = Publish(server, ben, "ben");
        anna.Start();
        ben.Start();
        await using var heardByAnna = Listen(server, "anna");
        await using var heardByBen = Listen(server, "ben");

        await AwaitTonesAsync(heardByAnna, (440, 0), (880, 0.25));
        await AwaitTonesAsync(heardByBen, (440, 0.25), (880, 0));

        // Half as loud for Anna alone.
        await MustAsync(HttpStatusCode.OK, server.Client.PatchAsJsonAsync("/api/rooms/studio/listeners/anna",
            new { volumes = new[] { new { id = "ben", volume = 0.5 } } }, Cancellation));
        await AwaitTonesAsync(heardByAnna, (440, 0), (880, 0.125));

        // Push to talk: Anna is not heard until she presses.
        await MustAsync(HttpStatusCode.OK,
            server.Client.PatchAsJsonAsync("/api/rooms/studio/speakers/anna", new { isMuted = true }, Cancellation));
        await AwaitTonesAsync(heardByBen, (440, 0), (880, 0));
        await MustAsync(HttpStatusCode.OK,
            server.Client.PatchAsJsonAsync("/api/rooms/studio/speakers/anna", new { isMuted = false }, Cancellation));
        await AwaitTonesAsync(heardByBen, (440, 0.25), (880, 0));

        var room = await server.Client.GetFromJsonAsync<JsonElement>("/api/rooms/studio", Cancellation);
        Assert.Equal(["anna", "ben"], room.GetProperty("speakers").EnumerateArray().Select(s => s.GetProperty("name").GetString()).Order());
        Assert.Equal(["anna", "ben"], room.GetProperty("listeners").EnumerateArray().Select(s => s.GetProperty("id").GetString()).Order());

        await second.FinishAsync(Cancellation);
        await UntilAsync(async () =>
            (await server.Client.GetFromJsonAsync<JsonElement>("/api/rooms/studio", Cancellation))
                .GetProperty("speakers").GetArrayLength() == 1);
        await MustAsync(HttpStatusCode.NoContent, server.Client.DeleteAsync("/api/rooms/studio", Cancellation));
        await UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(folder, RoomTable.VolumesFile))));
    }

    [Fact]
    public async Task What_a_lone_speaker_says_is_forwarded_undecoded_until_a_listener_changes_its_volume()
    {
        var folder = Directory.CreateTempSubdirectory("continuo-rooms-").FullName; // the volumes that are saved are this run's
        await using var server = await TestServer.StartAsync(new Options.ServerOptions { RecordingsDirectory = folder });
        await MustAsync(HttpStatusCode.Created,
            server.Client.PostAsJsonAsync("/api/rooms", new { name = "studio", channels = 2 }, Cancellation));
        var room = server.Host.Services.GetRequiredService<RoomTable>().Get("studio");
        await using var anna = AudioStream.Open("tone:440?level=-12");
        await using var sent = Publish(server, anna, "anna");
        anna.Start();
        await UntilAsync(() => Task.FromResult(room.Speakers is [{ Blocks.Heard: > 100 }])); // the buffer knows the network
        var heard = Listen(server, "ben");
        await AwaitTonesAsync(heard, (440, 0.25));
        while (room.Statistics.ForwardedPackets <= 50)
        {
            // He came in a tick in which the buffer had no packet that stands for it,
            // and a tone has no pause at which that ends: he comes again.
            await heard.DisposeAsync();
            await UntilAsync(() => Task.FromResult(room.Listeners.Count == 0));
            heard = Listen(server, "ben");
            await AwaitTonesAsync(heard, (440, 0.25));
        }

        await using var _ = heard;
        await MustAsync(HttpStatusCode.OK, server.Client.PatchAsJsonAsync("/api/rooms/studio/listeners/ben",
            new { volumes = new[] { new { id = "anna", volume = 0.5 } } }, Cancellation));
        await AwaitTonesAsync(heard, (440, 0.125));
        var (forwarded, encoded) = (room.Statistics.ForwardedPackets, room.Statistics.EncodedPackets);
        await UntilAsync(() => Task.FromResult(room.Statistics.EncodedPackets > encoded + 50));
        Assert.Equal(forwarded, room.Statistics.ForwardedPackets);
    }

    [Theory]
    [InlineData("POST", "/api/rooms", "{\"name\":\"studio\"}", 409)]
    [InlineData("POST", "/api/rooms", "{\"name\":\"../x\"}", 400)]
    [InlineData("POST", "/api/rooms", "{\"name\":\"b\",\"channels\":3}", 400)]
    [InlineData("POST", "/api/rooms", "{\"name\":\"b\",\"tickMs\":15}", 400)]
    [InlineData("POST", "/api/rooms", "{\"name\":\"b\",\"colour\":1}", 400)]
    [InlineData("GET", "/api/rooms/none", null, 404)]
    [InlineData("DELETE", "/api/rooms/none", null, 404)]
    [InlineData("PATCH", "/api/rooms/studio/speakers/none", "{\"isMuted\":true}", 404)]
    [InlineData("PATCH", "/api/rooms/studio/listeners/none", "{}", 404)]
    [InlineData("POST", "/whip/studio", "nonsense", 415)]
    public async Task What_cannot_be_done_is_a_problem(string method, string path, string? body, int status)
    {
        await using var server = await TestServer.StartAsync();
        await MustAsync(HttpStatusCode.Created, server.Client.PostAsJsonAsync("/api/rooms", new { name = "studio" }, Cancellation));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await server.Client.SendAsync(request, Cancellation);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    private static AudioStream Listen(TestServer server, string seat)
    {
        var stream = AudioStream.Open($"whep:{server.Address}whep/studio?seat={seat}", null, Clients);
        stream.Start();
        return stream;
    }

    private static Recorder Publish(TestServer server, AudioStream stream, string seat) =>
        Recorder.Start(stream,
            Clients.CreateSink(Clients.Parse($"whip:{server.Address}whip/studio?seat={seat}&name={seat}"), new SinkRequest()));

    /// <summary>Waits until each sine has had its amplitude for 0.3 s.</summary>
    private static async Task AwaitTonesAsync(AudioStream stream, params (double Hertz, double Amplitude)[] tones)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        timeout.CancelAfter(Timeout);
        var block = new List<float>();
        var (good, seen) = (0, "nothing");
        try
        {
            await foreach (var chunk in stream.ReadChunksAsync(cancellation: timeout.Token))
            {
                for (var i = 0; i < chunk.Frames; i++) block.Add(chunk.Samples[i * 2]);
                if (block.Count < 4800) continue;
                double[] levels = [.. tones.Select(t => Amplitude(block, t.Hertz))];
                block.Clear();
                seen = string.Join(", ", tones.Zip(levels, (t, l) => $"{t.Hertz} Hz: {l:F3} for {t.Amplitude}"));
                good = tones.Zip(levels).All(t => Math.Abs(t.Second - t.First.Amplitude) < 0.03) ? good + 1 : 0;
                if (good == 3) return;
            }
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            // Falls through.
        }

        Assert.Fail($"last heard: {seen}");
    }

    private static double Amplitude(List<float> samples, double hertz)
    {
        var (real, imaginary) = (0.0, 0.0);
        for (var i = 0; i < samples.Count; i++)
        {
            var angle = 2 * Math.PI * hertz * i / 48_000;
            real += samples[i] * Math.Cos(angle);
            imaginary += samples[i] * Math.Sin(angle);
        }

        return 2 * Math.Sqrt(real * real + imaginary * imaginary) / samples.Count;
    }

    private static async Task MustAsync(HttpStatusCode expected, Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        Assert.True(answer.StatusCode == expected, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        timeout.CancelAfter(Timeout);
        while (!await condition()) await Task.Delay(50, timeout.Token);
    }
}
