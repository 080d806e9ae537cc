using BenchmarkDotNet.Attributes;
using Continuo.Audio;
using Continuo.Metering;

namespace Continuo.Benchmarks.Mixing;

/// <summary>What each meter costs for 512 stereo frames.</summary>
[MemoryDiagnoser]
public class MeterBenchmarks
{
    private const int Frames = 512;
    private readonly LevelMeter _levels = new(AudioFormat.Default);
    private readonly TruePeakMeter _truePeak = new(AudioFormat.Default);
    private readonly LoudnessMeter _loudness = new(AudioFormat.Default);
    private readonly float[] _block = new float[Frames * 2];

    /// <summary>Fills the block with noise.</summary>
    public MeterBenchmarks()
    {
        var random = new Random(1);
        foreach (ref var sample in _block.AsSpan()) sample = random.NextSingle() - 0.5f;
    }

    /// <summary>Peak and RMS.</summary>
    [Benchmark]
    public void Levels() => _levels.Process(_block);

    /// <summary>True peak.</summary>
    [Benchmark]
    public void TruePeak() => _truePeak.Process(_block);

    /// <summary>Loudness.</summary>
    [Benchmark]
    public void Loudness() => _loudness.Process(_block);

    /// <summary>The same in nanoseconds per stereo frame.</summary>
    internal static void Quick()
    {
        var bench = new MeterBenchmarks();
        foreach (var (name, action) in
            ((string, Action)[])[("levels", bench.Levels), ("true peak", bench.TruePeak), ("loudness", bench.Loudness)])
        {
            var (median, best, bytes) = QuickRuns.Time(action, 5000);
            QuickRuns.Print($"meter: {name}", "ns/stereo frame", median / Frames, best / Frames, bytes);
        }
    }
}
