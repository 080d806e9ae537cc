using BenchmarkDotNet.Attributes;
using Continuo.Dsp;
using Continuo.Mixing;

namespace Continuo.Benchmarks.Mixing;

/// <summary>N stereo inputs of 480 frames summed at constant gains, and while every gain ramps.</summary>
[MemoryDiagnoser]
public unsafe class MixKernelBenchmarks
{
    private const int Frames = 480;
    private MixLane[] _steady = [];
    private MixLane[] _moving = [];
    private AlignedSamples _inputs = new(0);
    private readonly AlignedSamples _output = new(Frames * 2);
    private GainRamp[] _ramps = [];

    /// <summary>How many inputs.</summary>
    [Params(16, 64, 256)]
    public int Tracks { get; set; }

    /// <summary>Allocates inputs and gains.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _inputs = new AlignedSamples(Tracks * Frames * 2);
        var random = new Random(1);
        foreach (ref var sample in _inputs.Span) sample = random.NextSingle() - 0.5f;
        _ramps = [.. Enumerable.Range(0, Tracks * 2).Select(i => new GainRamp(2, 4096, 0.1f + i * 0.001f))];
        foreach (var ramp in _ramps.Skip(Tracks)) ramp.MoveTo([0.3f, 0.7f]);
        _steady = [.. Enumerable.Range(0, Tracks).Select(i => _ramps[i].Over(_inputs.First + i * Frames * 2))];
        _moving = [.. Enumerable.Range(0, Tracks).Select(i => _ramps[Tracks + i].Over(_inputs.First + i * Frames * 2))];
    }

    /// <summary>Gains stand.</summary>
    [Benchmark]
    public void Constant() => MixKernels.Mix(_steady, _output.Span, 2);

    /// <summary>Every gain of every input moves at every frame.</summary>
    [Benchmark]
    public void Ramping() => MixKernels.Mix(_moving, _output.Span, 2);

    /// <summary>The same in billions of input samples per second.</summary>
    internal static void Quick()
    {
        foreach (var tracks in (int[])[16, 64, 256, 1000])
        {
            var bench = new MixKernelBenchmarks { Tracks = tracks };
            bench.Setup();
            var samples = tracks * Frames * 2.0;
            var (median, best, bytes) = QuickRuns.Time(bench.Constant, 400_000 / tracks);
            QuickRuns.Print($"mix {tracks} × 480 stereo, constant", "Gsamples/s", samples / median, samples / best, bytes);
            (median, best, bytes) = QuickRuns.Time(bench.Ramping, 400_000 / tracks);
            QuickRuns.Print($"mix {tracks} × 480 stereo, ramping", "Gsamples/s", samples / median, samples / best, bytes);
        }
    }
}
