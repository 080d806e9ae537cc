using System.Net;
using System.Net.Http.Headers;
using Continuo.Audio;
using Continuo.Recording;
using Continuo.Rings;
using Continuo.Server.Options;
using Continuo.Server.Sessions;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;
using Continuo.WebRtc;
using Continuo.WebRtc.Client;
using Continuo.WebRtc.Dtls.BouncyCastle;
using Continuo.WebRtc.Sdp;

namespace Continuo.Server.Tests.WebRtc;

public sealed class PublishedNameTests
{
    private static readonly AudioSystem Clients = new AudioSystem().UseWebRtc();
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_published_stream_goes_on_silent_until_its_publisher_is_back()
    {
        await using var server = await TestServer.StartAsync();
        await using (var first = Publishing(server, "tone:440?level=-12"))
        {
            await UntilAsync(() => server.Audio.TryGetStream("studio", out var s) && IsLoud(s));
        }

        var stream = server.Audio.GetStream("studio");
        using var listener = stream.OpenReader();
        // A snapshot follows a moment later; before the session's end is known, the publisher just sends nothing.
        await UntilAsync(() => server.Audio.Snapshot().Streams.Single() is { Health: StreamHealth.Silent } silent
            && silent.Reason.Contains("its publisher", StringComparison.Ordinal));

        await using var second = Publishing(server, "tone:880?level=-12");
        await UntilAsync(() => IsLoud(stream));
        await UntilAsync(() => server.Audio.Snapshot().Streams.Single() is { Health: StreamHealth.Flowing } flowing
            && !flowing.Reason.Contains("publisher", StringComparison.Ordinal));
        Assert.Same(stream, server.Audio.GetStream("studio"));
        Assert.NotEqual(ReadStatus.End, listener.TryRead(out _));
    }

    [Fact]
    public async Task A_stream_ends_with_its_publisher_when_the_hold_time_is_over()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { PublishHold = TimeSpan.FromMilliseconds(300) });
        await using (var only = Publishing(server, "tone:440"))
        {
            await UntilAsync(() => server.Audio.TryGetStream("studio", out _));
        }

        await UntilAsync(() => !server.Audio.TryGetStream("studio", out _));
    }

    [Fact]
    public async Task A_publisher_with_the_same_token_takes_over_and_one_with_another_is_refused()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions
        {
            RequireToken = true,
            Tokens =
            [
                AccessToken.FromSecret("obs", AccessRole.Talk, "first-secret"),
                AccessToken.FromSecret("guest", AccessRole.Talk, "second-secret"),
            ],
        });
        Assert.Equal(HttpStatusCode.Created, await PostAsync(server, "first-secret"));
        var sessions = (SessionTable)server.Host.Services.GetService(typeof(SessionTable))!;
        var replaced = sessions.All.Single();

        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(server, "second-secret"));
        Assert.Equal(HttpStatusCode.Created, await PostAsync(server, "first-secret"));

        await UntilAsync(() => sessions.Count == 1);
        Assert.NotEqual(replaced.Id, sessions.All.Single().Id);
        Assert.True(server.Audio.TryGetStream("studio", out _));
    }

    [Fact]
    public async Task A_publisher_that_has_stopped_sending_is_replaced_by_anyone()
    {
        await using var server = await TestServer.StartAsync();
        await using var tone = AudioStream.Open("stopping", () => new StoppingSource());
        await using var silent = Recorder.Start(tone,
            Clients.CreateSink(Clients.Parse($"whip:{server.Address}whip/studio"), new SinkRequest()));
        tone.Start();
        await UntilAsync(() => server.Audio.TryGetStream("studio", out var s) && IsLoud(s));
        var stream = server.Audio.GetStream("studio");
        var metrics = await server.Client.GetStringAsync("/metrics", Cancellation);
        foreach (var name in new[] { "delay_seconds", "late_packets_total", "lost_packets_total", "concealed_frames_total" })
        {
            Assert.Contains($"continuo_reception_{name}{{stream=\"studio\"",
                metrics.Replace("otel_scope_name=\"Continuo.Server\",", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        await UntilAsync(async () => await PostAsync(server, null) == HttpStatusCode.Created);

        Assert.Same(stream, server.Audio.GetStream("studio"));
    }

    private static Publication Publishing(TestServer server, string address)
    {
        var tone = AudioStream.Open(address);
        var recorder = Recorder.Start(tone, Clients.CreateSink(Clients.Parse($"whip:{server.Address}whip/studio"), new SinkRequest()));
        tone.Start();
        return new Publication(tone, recorder);
    }

    private static bool IsLoud(AudioStream stream)
    {
        using var reader = stream.OpenReader();
        for (var i = 0; i < 10; i++)
        {
            if (reader.Read(out var chunk, TimeSpan.FromMilliseconds(200), Cancellation) == ReadStatus.Chunk
                && AudioLevel.Of(chunk.Samples, 1, 2).PeakDb > -20)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<HttpStatusCode> PostAsync(TestServer server, string? token)
    {
        var offer = SdpOffer.Create(
            new ClientRequest(IsSending: true).ToOffer(IceCredentials.Create(), BouncyEngine.Instance.Fingerprint)).Text;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/whip/studio")
        {
            Content = new StringContent(offer, MediaTypeHeaderValue.Parse("application/sdp")),
        };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await server.Client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var end = DateTime.UtcNow + Timeout;
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < end, "It did not happen in time.");
            await Task.Delay(50, Cancellation);
        }
    }

    private sealed record Publication(AudioStream Tone, Recorder Recorder) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Recorder.FinishAsync(Cancellation);
            await Recorder.DisposeAsync();
            await Tone.DisposeAsync();
        }
    }

    /// <summary>A tone that stops after a second without ending.</summary>
    private sealed class StoppingSource : IAudioSource
    {
        private long _frames;

        public AudioFormat Format => AudioFormat.Default;

        public SourcePace Pace => SourcePace.Free;

        public string Description => "a tone that stops";

        public void Open()
        {
        }

        public SourceRead Read(Span<float> destination, TimeSpan timeout)
        {
            if (_frames >= 3 * 48_000)
            {
                Thread.Sleep(timeout);
                return SourceRead.Nothing;
            }

            for (var i = 0; i < destination.Length / 2; i++, _frames++)
            {
                destination[2 * i] = destination[(2 * i) + 1] = 0.25f * MathF.Sin(2 * MathF.PI * 440 * _frames / 48_000);
            }

            return SourceRead.Data(destination.Length / 2);
        }

        public void Interrupt()
        {
        }

        public void Dispose()
        {
        }
    }
}
