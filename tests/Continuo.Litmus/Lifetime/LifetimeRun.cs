using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Litmus.Lifetime;

/// <summary>
/// The command <c>litmus lifetime [COUNT [SEED]]</c>: random interleavings of everything that can be done to a ring, its readers and a
/// signal, by several threads, with freed memory out of bounds. A stray access ends the process; a wait that does not end, a leak or a
/// wrong sum is told.
/// </summary>
internal sealed class LifetimeRun : IDisposable
{
    private const int Workers = 3;
    private const int MostSteps = 6;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(20); // of a machine that may be busy with other things

    private readonly int _seed;
    private readonly Barrier _begin = new(Workers + 1);
    private readonly CountdownEvent _done = new(Workers);
    private readonly string?[] _faults = new string?[Workers];
    private LifetimeWorld? _world;
    private long _number;

    private LifetimeRun(int seed) => _seed = seed;

    /// <returns>The exit code: 0 passed, 1 failed.</returns>
    public static int Run(long count, int seed)
    {
        PrivateMemory.IsGuarded = true;
        using (var run = new LifetimeRun(seed))
        {
            if (!run.Interleave(count)) return 1;
        }

        Collect();
        var (live, shared) = (PrivateMemory.Live, SharedRings());
        Console.WriteLine($"left: {live} rings, {shared} shared ones");
        return live == 0 && shared == 0 ? 0 : 1;
    }

    /// <summary>The control: an access to a ring that was freed, which must end the process.</summary>
    public static unsafe int Stray()
    {
        PrivateMemory.IsGuarded = true;
        var ring = new AudioRing(AudioFormat.Default);
        var head = ring.Memory.Head;
        ring.Dispose();
        Console.WriteLine("reading freed memory");
        Console.WriteLine(Volatile.Read(ref *head));
        return 0;
    }

    public void Dispose()
    {
        _begin.Dispose();
        _done.Dispose();
    }

    private static int SharedRings() => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Count(file => new FileInfo(file).LinkTarget?.Contains("continuo-ring", StringComparison.Ordinal) == true);

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    /// <summary>The same for every run of a seed, whatever the timing.</summary>
    private Random RandomOf(int thread) => new(unchecked((_seed * 397) ^ ((int)_number * 8) ^ thread));

    private bool Interleave(long count)
    {
        for (var i = 0; i < Workers; i++)
        {
            var worker = i;
            new Thread(() => Work(worker)) { IsBackground = true, Name = $"worker {i}" }.Start();
        }

        var (time, longest, slow) = (Stopwatch.StartNew(), TimeSpan.Zero, 0L);
        for (_number = 0; _number < count; _number++)
        {
            var random = RandomOf(Workers);
            var world = new LifetimeWorld(random);
            _world = world;
            _done.Reset();
            var begun = Stopwatch.GetTimestamp();
            _begin.SignalAndWait();
            Thread.SpinWait(random.Next(2_000));
            world.End(); // not by a worker: it may be in a wait that nothing else ends
            if (!_done.Wait(Hang)) return Tell("a thread hangs");
            var took = Stopwatch.GetElapsedTime(begun);
            if (took > longest) longest = took;
            if (took > Slow) slow++;
            var fault = _faults.FirstOrDefault(f => f is not null) ?? world.Check();
            if (fault is not null) return Tell(fault);
            if ((_number + 1) % 100_000 == 0)
            {
                Console.Error.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{_number + 1:N0} after {time.Elapsed.TotalSeconds:0} s"));
            }
        }

        _world = null;
        _begin.SignalAndWait();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count:N0} interleavings of {Workers + 1} threads, seed {_seed}, {time.Elapsed.TotalSeconds:0.0} s: "
            + $"longest {longest.TotalMilliseconds:0} ms, {slow} over {Slow.TotalSeconds:0} s"));
        return true;
    }

    private void Work(int worker)
    {
        while (true)
        {
            _begin.SignalAndWait();
            if (_world is not { } world) return;
            var random = RandomOf(worker);
            _faults[worker] = world.Act(random, random.Next(1, MostSteps + 1));
            _done.Signal();
        }
    }

    private bool Tell(string what)
    {
        Console.WriteLine($"FAILED at interleaving {_number} of seed {_seed}: {what}");
        return false;
    }
}
