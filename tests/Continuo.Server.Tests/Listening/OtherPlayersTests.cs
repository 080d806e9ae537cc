using System.Diagnostics;

namespace Continuo.Server.Tests.Listening;

/// <summary>Players that others have written hear a stream at <c>/listen</c>.</summary>
public sealed class OtherPlayersTests : IDisposable
{
    private const int Frames = 2 * 48_000;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("continuo-players-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Output => Path.Combine(_directory.FullName, "heard");

    [Theory]
    [InlineData("ogg")]
    [InlineData("wav")]
    public async Task Mpv_plays_the_tone_at_its_level(string format)
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440?level=-12"));

        using var mpv = Start("mpv", ["--no-config", "--no-video", "--ao=pcm", $"--ao-pcm-file={Output}", "--ao-pcm-waveheader=no",
            "--audio-format=float", "--audio-samplerate=48000", "--audio-channels=stereo", "--length=2.5",
            new Uri(server.Address, $"/listen/tone.{format}").ToString()]);
        await mpv.WaitForExitAsync(Cancellation);

        Assert.Equal(0, mpv.ExitCode);
        AssertTone(Array.ConvertAll(Floats(await File.ReadAllBytesAsync(Output, Cancellation)), f => (double)f));
    }

    [Fact]
    public async Task Ffplay_plays_the_tone_at_its_level()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440?level=-12"));

        // SDL writes what a sound card would get to a file. The stream has no end, so the player is ended once it has played enough.
        using var ffplay = Start("ffplay", ["-v", "error", "-nodisp", "-autoexit", new Uri(server.Address, "/listen/tone.ogg").ToString()],
            ("SDL_AUDIODRIVER", "disk"), ("SDL_DISKAUDIOFILE", Output));
        while (!File.Exists(Output) || new FileInfo(Output).Length < (Frames + 24_000) * 4)
        {
            Assert.False(ffplay.HasExited, "ffplay has ended");
            await Task.Delay(50, Cancellation);
        }

        ffplay.Kill();
        await ffplay.WaitForExitAsync(Cancellation);
        var bytes = await File.ReadAllBytesAsync(Output, Cancellation);
        AssertTone([.. Enumerable.Range(0, bytes.Length / 2).Select(i => BitConverter.ToInt16(bytes, i * 2) / 32768.0)]);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static float[] Floats(byte[] bytes) =>
        [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BitConverter.ToSingle(bytes, i * 4))];

    /// <summary>The last two seconds but the very end: 440 Hz at −12 dBFS, by its zero crossings and its power.</summary>
    private static void AssertTone(double[] stereo)
    {
        Assert.InRange(stereo.Length, Frames * 2, int.MaxValue);
        var left = Enumerable.Range(0, Frames).Select(i => stereo[stereo.Length - ((Frames - i) * 2)]).ToArray();
        var power = left.Average(s => s * s);
        var rising = Enumerable.Range(1, Frames - 1).Count(i => left[i - 1] < 0 && left[i] >= 0);
        Assert.InRange(10 * Math.Log10(2 * power), -12.5, -11.5);
        Assert.InRange(rising / 2.0, 438, 442);
    }

    private static Process Start(string player, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(player, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["no_proxy"] = "*";
        start.Environment.Remove("http_proxy");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
