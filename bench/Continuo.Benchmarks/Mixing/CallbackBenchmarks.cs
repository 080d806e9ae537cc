using BenchmarkDotNet.Attributes;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Metering;
using Continuo.Mixing;

namespace Continuo.Benchmarks.Mixing;

/// <summary>One callback of 32 stereo tracks and 512 frames: delivery of every track and rendering. The budget is 10.67 ms.</summary>
[MemoryDiagnoser]
public class CallbackBenchmarks
{
    private const int Tracks = 32;
    private const int Frames = 512;
    private const double BudgetNanoseconds = Frames / 48_000.0 * 1e9;
    private readonly float[] _input = new float[Frames * 2];
    private readonly float[] _output = new float[Frames * 2];
    private MixTrack[] _tracks = [];
    private Mixer _mixer = new(AudioFormat.Default);

    /// <summary>What is measured and limited besides mixing.</summary>
    public enum Extent
    {
        /// <summary>Nothing: gain, pan, sum.</summary>
        Mix,

        /// <summary>Levels of every track, all meters of the master, limiter: the usual options.</summary>
        Usual,

        /// <summary>All meters of every track, too.</summary>
        Everything,
    }

    /// <summary>Which of them.</summary>
    [Params(Extent.Mix, Extent.Usual, Extent.Everything)]
    public Extent What { get; set; }

    /// <summary>Builds the mixer.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        foreach (ref var sample in _input.AsSpan()) sample = random.NextSingle() * 0.1f - 0.05f;
        _mixer = new Mixer(AudioFormat.Default, What switch
        {
            Extent.Mix => new MixerOptions
            {
                MaxBlockFrames = Frames,
                TrackMeters = MeterParts.None,
                MasterMeters = MeterParts.None,
                Limiter = null
            },
            Extent.Usual => new MixerOptions { MaxBlockFrames = Frames },
            _ => new MixerOptions { MaxBlockFrames = Frames, TrackMeters = MeterParts.All },
        });
        _tracks = [.. Enumerable.Range(0, Tracks)
            .Select(i => _mixer.AddTrack($"{i}", settings: new TrackSettings { GainDb = -i, Pan = i / 32.0 }))];
    }

    /// <summary>The callback.</summary>
    [Benchmark]
    public void Callback()
    {
        foreach (var track in _tracks) track.Deliver(_input);
        _mixer.Render(_output);
    }

    private readonly BudgetMonitor _monitor = new();

    /// <summary>The callback under the monitor, which is off unless it was switched on.</summary>
    [Benchmark]
    public void MonitoredCallback()
    {
        var begin = _monitor.IsOn ? SystemClock.Instance.Now : BudgetMonitor.NotMeasured;
        Callback();
        if (begin != BudgetMonitor.NotMeasured) _monitor.Record(begin, SystemClock.Instance.Now, (long)BudgetNanoseconds);
    }

    /// <summary>
    /// The monitor's price, in turns with doing without it, so that both see the same machine: what it adds to the callback, in
    /// nanoseconds.
    /// </summary>
    private static void QuickMonitor()
    {
        var bench = new CallbackBenchmarks { What = Extent.Usual };
        bench.Setup();
        var added = new (double Off, double On)[9];
        for (var round = 0; round < added.Length; round++)
        {
            var plain = QuickRuns.Time(bench.Callback, 200).Best;
            bench._monitor.IsOn = false;
            var off = QuickRuns.Time(bench.MonitoredCallback, 200).Best;
            bench._monitor.IsOn = true;
            added[round] = (off - plain, QuickRuns.Time(bench.MonitoredCallback, 200).Best - plain);
        }

        var (offs, ons) = (added.Select(pair => pair.Off).Order().ToArray(), added.Select(pair => pair.On).Order().ToArray());
        QuickRuns.Print("monitor off: added to the callback", "ns", offs[4], offs[0], 0);
        QuickRuns.Print("monitor on: added to the callback", "ns", ons[4], ons[0], 0);
        QuickRuns.Print("monitor on: added", "% of 10.67 ms", 100 * ons[4] / BudgetNanoseconds, 100 * ons[0] / BudgetNanoseconds, 0);
    }

    /// <summary>The same in microseconds and parts of the budget.</summary>
    internal static void Quick()
    {
        foreach (var extent in Enum.GetValues<Extent>())
        {
            var bench = new CallbackBenchmarks { What = extent };
            bench.Setup();
            var (median, best, bytes) = QuickRuns.Time(bench.Callback, 500);
            QuickRuns.Print($"callback 32 × 512: {extent}", "µs", median / 1000, best / 1000, bytes);
            QuickRuns.Print(
                $"callback 32 × 512: {extent}", "% of 10.67 ms", 100 * median / BudgetNanoseconds, 100 * best / BudgetNanoseconds, bytes);
        }

        QuickMonitor();
    }
}
