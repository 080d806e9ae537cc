using System.Diagnostics;
using Continuo.Diagnostics;

namespace Continuo.Scenarios;

/// <summary>
/// What an application does to its audio library at its worst: holds six million live objects and forces a blocking full collection
/// three times a second.
/// </summary>
internal sealed class GarbageStorm : IDisposable
{
    /// <summary>How many objects are alive.</summary>
    public const int LiveObjects = 6_000_000;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1.0 / 3);

    private readonly Node?[] _live = new Node?[LiveObjects / 2];
    private readonly LogHistogram _pauses = new();
    private readonly Thread _thread;
    private volatile bool _stop;

    public GarbageStorm()
    {
        for (var i = 0; i < _live.Length; i++) _live[i] = new Node { Other = new Node() };
        _thread = new Thread(Rage) { Name = "storm", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How long the forced collections took, in nanoseconds.</summary>
    public HistogramSnapshot Pauses => _pauses.Snapshot();

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
        GC.KeepAlive(_live);
    }

    private void Rage()
    {
        var random = new Random(1);
        while (!_stop)
        {
            // Some of the old die young links, so that every collection has something to find.
            for (var i = 0; i < 50_000; i++) _live[random.Next(_live.Length)] = new Node { Other = new Node() };
            var start = Stopwatch.GetTimestamp();
            GC.Collect(2, GCCollectionMode.Forced, blocking: true);
            var took = Stopwatch.GetElapsedTime(start);
            _pauses.Record(took.Ticks * 100);
            if (took < Period) Thread.Sleep(Period - took);
        }
    }

    private sealed class Node
    {
        public Node? Other { get; init; }
    }
}
