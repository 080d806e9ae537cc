using System.Diagnostics;
using Continuo.Codecs.SoundFiles;
using Continuo.Streams;
using Continuo.WebRtc.Tests.Peers;

namespace Continuo.WebRtc.Tests.CommandLine;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Record_takes_a_stream_from_a_server()
    {
        await using var host = new WebRtcHost();
        host.Start();
        using var stream = AudioStream.Open("tones", () => new StereoTone());
        stream.Start();
        await using var endpoint = new SignallingEndpoint(host) { Stream = stream, Token = "secret" };
        var file = Path.Combine(Path.GetTempPath(), $"continuo-whep-{Guid.NewGuid():n}.wav");
        try
        {
            await RunAsync("record", $"whep:{endpoint.Whep}?bearer=secret", file, "--duration", "2s");
            using var recording = AudioStream.Open(file, system: new AudioSystem().UseSoundFiles());
            recording.Start();
            await Hearing.AssertTonesAsync(recording, TimeSpan.FromSeconds(30));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Stream_publishes_to_a_server()
    {
        await using var host = new WebRtcHost();
        host.Start();
        await using var endpoint = new SignallingEndpoint(host) { Token = "secret" };
        var sending = RunAsync("stream", "tone:440", "--to", $"whip:{endpoint.Whip}?bearer=secret&preset=low&ptime=10", "--duration", "5s");
        var session = await endpoint.Session.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        using var heard = AudioStream.Open("published", () => session.Source!);
        heard.Start();
        var loudest = 0f;
        await foreach (var chunk in heard.ReadChunksAsync(cancellation: TestContext.Current.CancellationToken))
        {
            foreach (var sample in chunk.Samples) loudest = Math.Max(loudest, Math.Abs(sample));
        }

        Assert.InRange(loudest, 0.05f, 1f);
        await sending;
        Assert.Equal(1, endpoint.Deleted);
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var command = ContinuoProgram.Command;
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {process.ExitCode}: {await error} {await output}");
    }
}
