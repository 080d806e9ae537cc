using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Benchmarks.Rings;

/// <summary>
/// What it costs the writer to hand over one 10 ms stereo chunk to 0–2 readers that read all the time. The floor is a plain copy
/// into memory of the same size, which the same number of threads copy out of, unsynchronised; the rival is the
/// framework's bounded channel with <c>DropOldest</c>.
/// </summary>
/// <remarks>
/// Readers never sleep here: what is measured is the hand-over. A write that finds a reader asleep also pays for one system call; at a
/// hundred chunks a second that is the reader's price for sleeping, and <see cref="WakeBenchmarks"/> shows it.
/// </remarks>
[MemoryDiagnoser]
public class RingBenchmarks
{
    private const int Capacity = AudioRing.DefaultCapacity;
    private const int Frames = AudioRing.DefaultChunkFrames;

    private readonly float[] _chunk = Enumerable.Range(0, Frames * 2).Select(i => i / 1000f).ToArray();
    private readonly List<Thread> _threads = [];
    private volatile bool _stop;
    private AudioRing _ring = null!;
    private nint _memory;
    private long _copied;
    private int _slot;
    private Channel<float[]> _channel = null!;
    private float[][] _pool = null!;

    /// <summary>How many readers follow while the writer is measured.</summary>
    [Params(0, 1, 2)]
    public int Readers { get; set; }

    private unsafe void Setup()
    {
        _stop = false;
        _memory = (nint)NativeMemory.AlignedAlloc(Capacity * 4096, 4096);
        NativeMemory.Clear((void*)_memory, Capacity * 4096);
        _ring = new AudioRing(AudioFormat.Default, Frames, Capacity);
        _pool = Enumerable.Range(0, Capacity + 8).Select(_ => new float[Frames * 2]).ToArray();
        _channel = Channel.CreateBounded<float[]>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleWriter = true });
    }

    /// <summary>Ends the readers.</summary>
    [GlobalCleanup]
    public unsafe void Cleanup()
    {
        _stop = true;
        _ring.Complete();
        _channel.Writer.TryComplete();
        foreach (var thread in _threads) thread.Join();
        _threads.Clear();
        _ring.Dispose();
        NativeMemory.AlignedFree((void*)_memory);
    }

    /// <summary>The floor: the same bytes copied to the same number of places, and nobody told.</summary>
    [Benchmark(Baseline = true)]
    public unsafe void PlainCopy()
    {
        _chunk.CopyTo(new Span<float>((void*)(_memory + (nint)(_copied % Capacity) * 4096), Frames * 2));
        Volatile.Write(ref _copied, _copied + 1);
    }

    /// <summary>The ring.</summary>
    [Benchmark]
    public long RingWrite() => _ring.Write(_chunk, new ChunkHeader { Position = _ring.Written * Frames });

    /// <summary>The framework's channel; the arrays are reused in turn, so that it does not pay for allocation.</summary>
    [Benchmark]
    public bool ChannelDropOldest()
    {
        var array = _pool[_slot];
        if (++_slot == _pool.Length) _slot = 0;
        _chunk.CopyTo(array, 0);
        return _channel.Writer.TryWrite(array);
    }

    /// <summary>Starts threads that copy what the plain copy wrote, a chunk at a time, as far as they get.</summary>
    [GlobalSetup(Target = nameof(PlainCopy))]
    public void FollowCopy() => Follow(() =>
    {
        var samples = new float[Frames * 2];
        long next = 0;
        while (!_stop)
        {
            var copied = Volatile.Read(ref _copied);
            if (next == copied) continue;
            next = Math.Max(next, copied - Capacity);
            CopyOut(next++, samples);
        }
    });

    /// <summary>Starts the readers of the ring.</summary>
    [GlobalSetup(Target = nameof(RingWrite))]
    public void FollowRing() => Follow(() =>
    {
        using var reader = _ring.OpenReader();
        var samples = new float[Frames * 2];
        while (!_stop)
        {
            reader.TryRead(samples, out _, out _);
        }
    });

    /// <summary>Starts the readers of the channel.</summary>
    [GlobalSetup(Target = nameof(ChannelDropOldest))]
    public void FollowChannel() => Follow(() =>
    {
        var samples = new float[Frames * 2];
        while (!_stop)
        {
            if (_channel.Reader.TryRead(out var array)) array.CopyTo(samples, 0);
        }
    });

    /// <summary>
    /// The same as a plain loop. Three busy threads on two processors take turns, so with two readers the median contains waiting for a
    /// processor; the best of the runs is the one that did not.
    /// </summary>
    internal static void Quick()
    {
        foreach (var readers in new[] { 0, 1, 2 })
        {
            var copy = Measure(readers, b => b.PlainCopy(), b => b.FollowCopy());
            var ring = Measure(readers, b => b.RingWrite(), b => b.FollowRing());
            var channel = Measure(readers, b => b.ChannelDropOldest(), b => b.FollowChannel());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{readers} readers, median: copy {copy.Median:F0} ns, ring {ring.Median:F0} ns = {ring.Median / copy.Median:F2} × copy, "
                    + $"{1e3 / ring.Median:F1} M chunks/s; "
                    + $"Channel DropOldest {channel.Median:F0} ns = {channel.Median / copy.Median:F2} × copy"));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"           best:   copy {copy.Best:F0} ns, ring {ring.Best:F0} ns = {ring.Best / copy.Best:F2} × copy; "
                    + $"Channel DropOldest {channel.Best:F0} ns = {channel.Best / copy.Best:F2} × copy"));
        }
    }

    private static (double Median, double Best) Measure(int readers, Action<RingBenchmarks> action, Action<RingBenchmarks> follow)
    {
        var benchmark = new RingBenchmarks { Readers = readers };
        follow(benchmark);
        var (median, best, _) = QuickRuns.Time(() => action(benchmark), 5_000);
        benchmark.Cleanup();
        return (median, best);
    }

    private unsafe void CopyOut(long chunk, float[] samples) =>
        new ReadOnlySpan<float>((void*)(_memory + (nint)(chunk % Capacity) * 4096), Frames * 2).CopyTo(samples);

    private void Follow(Action read)
    {
        Setup();
        while (_threads.Count < Readers)
        {
            var thread = new Thread(() => read()) { IsBackground = true };
            _threads.Add(thread);
            thread.Start();
        }
    }
}
