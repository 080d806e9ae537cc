using BenchmarkDotNet.Attributes;
using Continuo.Clocks;
using Continuo.Diagnostics;

namespace Continuo.Benchmarks.Diagnostics;

/// <summary>What watching the budget of a callback costs, off and on, as a caller does it.</summary>
[MemoryDiagnoser]
public class BudgetMonitorBenchmarks
{
    private const long Budget = 10_000_000;
    private readonly BudgetMonitor _monitor = new();

    /// <summary>Whether the monitor is on.</summary>
    [Params(false, true)]
    public bool On { get; set; }

    /// <summary>Switches the monitor.</summary>
    [GlobalSetup]
    public void Setup() => _monitor.IsOn = On;

    /// <summary>A callback that does nothing else.</summary>
    [Benchmark]
    public void Callback()
    {
        var begin = _monitor.IsOn ? SystemClock.Instance.Now : BudgetMonitor.NotMeasured;
        if (begin != BudgetMonitor.NotMeasured) _monitor.Record(begin, SystemClock.Instance.Now, Budget);
    }

    /// <summary>The same in nanoseconds and in parts of a 10 ms budget.</summary>
    internal static void Quick()
    {
        foreach (var on in (bool[])[false, true])
        {
            var bench = new BudgetMonitorBenchmarks { On = on };
            bench.Setup();
            var (median, best, bytes) = QuickRuns.Time(bench.Callback, 100_000);
            QuickRuns.Print($"budget monitor: {(on ? "on" : "off")}", "ns", median, best, bytes);
            QuickRuns.Print(
                $"budget monitor: {(on ? "on" : "off")}", "millionths of 10 ms", 1e6 * median / Budget, 1e6 * best / Budget, bytes);
        }
    }
}
