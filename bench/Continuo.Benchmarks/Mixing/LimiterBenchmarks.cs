using BenchmarkDotNet.Attributes;
using Continuo.Audio;
using Continuo.Mixing;

namespace Continuo.Benchmarks.Mixing;

/// <summary>The limiter over 512 stereo frames: at rest and at work.</summary>
[MemoryDiagnoser]
public class LimiterBenchmarks
{
    private const int Frames = 512;
    private readonly LookAheadLimiter _limiter = new(AudioFormat.Default);
    private readonly float[] _quiet = new float[Frames * 2];
    private readonly float[] _loud = new float[Frames * 2];
    private readonly float[] _block = new float[Frames * 2];

    /// <summary>Fills the blocks with noise.</summary>
    public LimiterBenchmarks()
    {
        var random = new Random(1);
        for (var i = 0; i < _quiet.Length; i++) _loud[i] = 4 * (_quiet[i] = random.NextSingle() - 0.5f);
    }

    /// <summary>Nothing to limit.</summary>
    [Benchmark]
    public void AtRest()
    {
        _quiet.CopyTo(_block, 0);
        _limiter.Process(_block);
    }

    /// <summary>Always something to limit.</summary>
    [Benchmark]
    public void AtWork()
    {
        _loud.CopyTo(_block, 0);
        _limiter.Process(_block);
    }

    /// <summary>The same in nanoseconds per stereo frame.</summary>
    internal static void Quick()
    {
        var bench = new LimiterBenchmarks();
        foreach (var (name, action) in ((string, Action)[])[("at rest", bench.AtRest), ("at work", bench.AtWork)])
        {
            var (median, best, bytes) = QuickRuns.Time(action, 3000);
            QuickRuns.Print($"limiter: {name}", "ns/stereo frame", median / Frames, best / Frames, bytes);
        }
    }
}
