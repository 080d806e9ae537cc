using System.Diagnostics;
using System.Net;
using Continuo.Audio;
using Continuo.Server.Listening;

namespace Continuo.Server.Tests.Listening;

public sealed class HttpListenTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ffmpeg_decodes_the_endless_ogg_to_the_tone_of_the_stream()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440?level=-12"));

        var samples = await DecodeAsync(new Uri(server.Address, "/listen/tone.ogg?bitrate=96000"), seconds: 2);

        Assert.InRange(samples.Length, 2 * 96_000 * 9 / 10, 2 * 96_000 * 11 / 10);
        var settled = samples[48_000..];
        Assert.InRange(AudioLevel.Of(settled, 0, 2).PeakDb, -13, -11);
        Assert.InRange(Crossings(settled) / (settled.Length / 2 / 48_000.0), 438, 442);
    }

    [Fact]
    public async Task A_wav_listener_gets_the_samples_of_the_stream()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440?level=-12"));

        using var body = await server.Client.GetStreamAsync("/listen/tone.wav", Cancellation);
        var bytes = new byte[96_000];
        await body.ReadExactlyAsync(bytes, Cancellation);

        Assert.Equal("RIFF"u8.ToArray(), bytes[..4]);
        var start = bytes.AsSpan().IndexOf("data"u8) + 8;
        var samples = new float[(bytes.Length - start) / 4 * 2];
        SampleConverter.Decode(bytes.AsSpan(start), SampleType.S16, samples);
        Assert.InRange(AudioLevel.Of(samples, 1, 2).PeakDb, -12.1, -11.9);
    }

    [Fact]
    public async Task A_listener_is_not_given_more_of_the_past_than_200_ms()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440"));
        var encodings = server.Host.Services.GetService(typeof(StreamEncodings)) as StreamEncodings;
        using var first = encodings!.Open(server.Audio.GetStream("tone"), EncodingSettings.Default, TimeSpan.Zero);
        while (first.Encoding.Encoder.Subscription.Statistics.Read < 100) await first.WaitAsync(); // there is a past of a second

        using var late = encodings.Open(server.Audio.GetStream("tone"), EncodingSettings.Default, TimeSpan.FromMilliseconds(200));
        var packet = new byte[late.Encoding.MaxPacketBytes];
        var burst = 0;
        while (late.TryRead(packet, out _)) burst++;

        Assert.InRange(burst, 9, 11);
    }

    [Theory]
    [InlineData("/listen/other.ogg", HttpStatusCode.NotFound)]
    [InlineData("/listen/tone.mp3", HttpStatusCode.NotFound)]
    [InlineData("/listen/tone.ogg?bitrate=much", HttpStatusCode.BadRequest)]
    [InlineData("/listen/tone.ogg?packet=15", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_heard_is_a_problem_with_advice(string path, HttpStatusCode status)
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440"));

        var answer = await server.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"advice\":", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_response_ends_when_the_stream_is_removed()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440"));
        using var body = await server.Client.GetStreamAsync("/listen/tone.ogg", Cancellation);
        await body.ReadExactlyAsync(new byte[200], Cancellation);

        await server.Audio.RemoveStreamAsync("tone", Cancellation);
        await body.CopyToAsync(Stream.Null, Cancellation);
    }

    [Theory]
    [InlineData("silence:", 6)]
    [InlineData("silence:", 1)]
    public async Task Streams_with_any_number_of_channels_are_heard(string address, int channels)
    {
        await using var server = await TestServer.StartAsync(
            audio: a => a.OpenStream("s", address, new() { Channels = channels, SampleRate = 44_100 }));

        using var body = await server.Client.GetStreamAsync("/listen/s.ogg", Cancellation);
        var head = new byte[47];
        await body.ReadExactlyAsync(head, Cancellation);

        Assert.Equal("OpusHead"u8.ToArray(), head[28..36]);
        Assert.Equal(Math.Min(channels, 2), head[37]);
    }

    private static async Task<float[]> DecodeAsync(Uri address, int seconds)
    {
        var start = new ProcessStartInfo("ffmpeg",
            ["-v", "error", "-t", $"{seconds}", "-i", address.ToString(), "-f", "f32le", "-ac", "2", "-ar", "48000",
                "-"])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["no_proxy"] = "*";
        start.Environment.Remove("http_proxy");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output, Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal("", await errors);
        var samples = new float[output.Length / 4];
        Buffer.BlockCopy(output.ToArray(), 0, samples, 0, samples.Length * 4);
        return samples;
    }

    /// <summary>Rising zero crossings of the left channel.</summary>
    private static int Crossings(ReadOnlySpan<float> stereo)
    {
        var count = 0;
        for (var i = 2; i < stereo.Length; i += 2)
        {
            if (stereo[i - 2] < 0 && stereo[i] >= 0) count++;
        }

        return count;
    }
}
