using System.Globalization;
using Continuo.Audio;
using Continuo.Hosting;
using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Samples;

/// <summary>The samples that listen to an application, on a real PulseAudio.</summary>
public sealed class ApplicationSampleTests(PulseServerFixture server) : IClassFixture<PulseServerFixture>, IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>After each test.</summary>
    public void Dispose() => server.EndPlayers();

    [Fact]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    public async Task An_application_is_recorded_and_the_other_is_not()
    {
        var (low, _) = Play();
        var file = Path.Combine(server.Scratch, "take.wav");
        var output = Run("RecordApplication", App(low), file, "2");
        Assert.Contains("96000 frames, 0 of them missing", output, StringComparison.Ordinal);

        var blocks = await Sound.ReadAsync(file, cancellation: Stop).ToListAsync(Stop);
        Assert.Equal(96_000, blocks.Sum(b => b.Frames));
        // 440 Hz, not 1000 Hz too.
        Assert.InRange(Frequency([.. blocks.SelectMany(b => b.Samples.Where((_, i) => i % 2 == 0))], 48_000), 438, 442);
    }

    [Fact]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    public async Task A_recogniser_gets_16_kHz_mono_of_the_application()
    {
        var (_, high) = Play();
        var file = Path.Combine(server.Scratch, "feed.pcm");
        server.Run("bash", ["-c", $"dotnet exec {TestPrograms.Path("TranscriptionFeed")} {App(high)} > {file}"]);
        while (!File.Exists(file) || new FileInfo(file).Length < 64_000) await Task.Delay(50, Stop);

        var bytes = new byte[64_000];
        await using (var pcm = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            await pcm.ReadExactlyAsync(bytes, Stop);
        }

        var samples = new float[32_000];
        SampleConverter.Decode(bytes, SampleType.S16, samples);
        Assert.InRange(Frequency(samples[16_000..], 16_000), 998, 1002); // the second second
    }

    [Fact]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    public void The_loudness_of_an_application_is_logged()
    {
        var (_, high) = Play();
        var last = Run("LoudnessLog", App(high), "3").Split('\n', StringSplitOptions.RemoveEmptyEntries)[2];
        var words = last.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // A sine of amplitude 0.3 on both channels is −10.46 LUFS.
        Assert.InRange(double.Parse(words[2], CultureInfo.InvariantCulture), -10.8, -10.1);
    }

    [Fact]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    public async Task One_line_reads_an_application_in_blocks()
    {
        var (low, _) = Play();
        var samples = new List<float>();
        await foreach (var block in Sound.ReadAsync(App(low), system: server.Audio, cancellation: Stop))
        {
            Assert.True(block.Gap.IsEmpty);
            samples.AddRange(block.Samples.Where((_, i) => i % 2 == 0));
            if (samples.Count >= 48_000) break;
        }

        Assert.InRange(Frequency([.. samples], 48_000), 438, 442);
    }

    private (int Low, int High) Play()
    {
        var low = server.Play(new Tone(440, 300));
        var high = server.Play(new Tone(1000, 300));
        server.AwaitStreams(low.Id);
        server.AwaitStreams(high.Id);
        return (low.Id, high.Id);
    }

    private string Run(string sample, params string[] arguments) =>
        TestTool.Run("dotnet", ["exec", TestPrograms.Path(sample), .. arguments], server.Environment);

    private static string App(int process) => $"app:{process.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>
    /// In hertz, by the rising zero crossings, from where the player is heard: its first block reaches the sink some time after its stream
    /// has appeared.
    /// </summary>
    private static double Frequency(float[] samples, int rate)
    {
        var sound = samples.SkipWhile(s => s == 0).ToArray();
        Assert.True(sound.Length > samples.Length / 2);
        return sound.Zip(sound.Skip(1)).Count(p => p.First < 0 && p.Second >= 0) * (double)rate / sound.Length;
    }
}
