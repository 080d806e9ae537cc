using System.Diagnostics;
using Continuo.Audio;
using Continuo.Recording;
using Continuo.Rings;
using Continuo.Streams;

namespace Continuo.Tests.Streams;

/// <summary>
/// Random life-cycle commands from several threads on one stream after another, each with subscriptions, readers, recorders to a
/// device-like sink, and a replay buffer. Counts everything that must never happen. The same seed gives the same commands; how they
/// interleave is up to the machine.
/// </summary>
public sealed class LifeCycleStress(int seed)
{
    private const int Threads = 4;
    private const int CommandsPerStream = 400;

    private static readonly StreamOptions Options = new() { RealTimePriority = false, ChunkFrames = GuardedSource.Frames, RingChunks = 16 };

    private readonly GuardedSource.Tally _sources = new();
    private readonly List<GuardedSink> _sinks = [];
    private long _commands;
    private long _doubleEntries;
    private long _unfinished;
    private long _starts;
    private Exception? _unexpected;

    /// <summary>What a run has found. All but the first three must be 0, and the longest command short.</summary>
    public sealed record Report(
        long Commands,
        long Starts,
        long Recordings,
        TimeSpan Longest,
        string LongestCommand,
        long DoubleEntries,
        long Misuses,
        long NeverFreed,
        long Unfinished,
        Exception? Unexpected)
    {
        /// <summary>Whether nothing was found, but for how long commands took.</summary>
        public bool IsSound => DoubleEntries + Misuses + NeverFreed + Unfinished == 0 && Unexpected is null;
    }

    /// <summary>The longest command, and what it was.</summary>
    private (long Ticks, string Name) _longest = (0, "");

    /// <summary>Runs at least <paramref name="commands"/> commands.</summary>
    public Report Run(long commands)
    {
        for (var number = 0; Volatile.Read(ref _commands) < commands && _unexpected is null; number++) RunStream(number);
        var waited = Stopwatch.StartNew();
        while (_sources.Disposed < _sources.Opened && waited.Elapsed.TotalSeconds < 10) Thread.Sleep(1);
        return new Report(
            _commands,
            _starts,
            _sinks.Count,
            Stopwatch.GetElapsedTime(0, _longest.Ticks),
            _longest.Name,
            _doubleEntries + _sinks.Count(s => s.Most > 1),
            _sources.Misuses + _sinks.Sum(s => s.CallsTooLate),
            _sources.Opened - _sources.Disposed + _sinks.Count(s => s.Disposals != 1),
            _unfinished,
            _unexpected);
    }

    private void RunStream(int number)
    {
        var stream = AudioStream.Open("stress", () => new GuardedSource(_sources), Options);
        stream.HealthChanged += (_, _) => throw new InvalidOperationException("a handler's fault");
        var replay = new ReplayBuffer(stream, TimeSpan.FromSeconds(1));
        var recorders = new List<Recorder>();
        var threads = Enumerable.Range(0, Threads)
            .Select(t => new Thread(() => Command(stream, replay, recorders, new Random(HashCode.Combine(seed, number, t)))))
            .ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Time("dispose", stream.Dispose);
        replay.Dispose();
        foreach (var recorder in recorders)
        {
            recorder.Dispose();
            if (!recorder.Completion.Wait(TimeSpan.FromSeconds(10))) _unfinished++;
        }
    }

    private void Command(AudioStream stream, ReplayBuffer replay, List<Recorder> recorders, Random random)
    {
        var subscriptions = new Stack<Subscription>();
        var samples = new float[GuardedSource.Frames * 2];
        for (var i = 0; i < CommandsPerStream / Threads; i++)
        {
            Interlocked.Increment(ref _commands);
            var choice = random.Next(100);
            if (random.Next(4) == 0) Thread.Sleep(random.Next(2)); // so that what was started comes to run
            try
            {
                if (choice < 25) Time("start", () => Start(stream));
                else if (choice < 45) Time("stop", () => stream.Stop());
                else if (choice < 55) Time("subscribe", () => subscriptions.Push(Subscribe(stream, random.Next(4) == 0)));
                else if (choice < 62 && subscriptions.TryPop(out var last)) Time("unsubscribe", last.Dispose);
                else if (choice < 65 && subscriptions.TryPeek(out var top)) Time("finish subscription", () => top.Finish());
                else if (choice < 75) Time("read", () => Read(stream, samples));
                else if (choice < 80) Time("record", () => Record(stream, recorders, random));
                else if (choice < 85) Time("finish recording", () => Pick(recorders, random)?.FinishAsync());
                else if (choice < 88) Time("abandon recording", () => Pick(recorders, random)?.Dispose());
                else if (choice < 91) Time("save", () => replay.Save(TimeSpan.FromMilliseconds(20), new Continuo.Sinks.NullSink()));
                else if (choice < 99) Time("look", () => Check(stream));
                else if (i > CommandsPerStream / Threads * 3 / 4) Time("dispose", stream.Dispose);
            }
            catch (Exception e) when (e is InvalidOperationException or OperationCanceledException)
            {
                // What a command is to throw when its time has not come, or is over (ObjectDisposedException).
            }
            catch (Exception e)
            {
                _unexpected ??= e;
            }
        }

        foreach (var subscription in subscriptions) subscription.Dispose();
    }

    private void Start(AudioStream stream)
    {
        stream.Start();
        Interlocked.Increment(ref _starts);
    }

    private Subscription Subscribe(AudioStream stream, bool throws)
    {
        var inside = 0;
        return stream.Subscribe((in AudioChunk chunk) =>
        {
            if (Interlocked.Increment(ref inside) > 1 || chunk.Samples.ContainsAnyExcept(0.5f)) Interlocked.Increment(ref _doubleEntries);
            Interlocked.Decrement(ref inside);
            if (throws) throw new InvalidOperationException("a handler's fault");
        });
    }

    private static void Read(AudioStream stream, float[] samples)
    {
        using var reader = stream.OpenReader();
        for (var i = 0; i < 3; i++)
        {
            if (reader.Read(out var chunk, TimeSpan.FromMilliseconds(1)) == ReadStatus.Chunk) chunk.CopyTo(samples);
        }
    }

    private void Record(AudioStream stream, List<Recorder> recorders, Random random)
    {
        var sink = new GuardedSink(random.Next(3) == 0 ? TimeSpan.FromMilliseconds(1) : default);
        lock (_sinks) _sinks.Add(sink);
        try
        {
            var recorder = Recorder.Start(stream, sink);
            lock (recorders) recorders.Add(recorder);
        }
        catch (ObjectDisposedException)
        {
            // The sink was finished off with the recorder that never began.
        }
    }

    private static Recorder? Pick(List<Recorder> recorders, Random random)
    {
        lock (recorders) return recorders.Count == 0 ? null : recorders[random.Next(recorders.Count)];
    }

    private static void Check(AudioStream stream)
    {
        _ = (stream.Health, stream.Statistics, stream.Failure, stream.Description, stream.Format, stream.State, stream.Ended.IsCompleted);
        foreach (var subscription in stream.Subscriptions)
        {
            _ = (subscription.Statistics, subscription.Lag, subscription.WakeUps, subscription.Drained.IsCompleted);
        }

        stream.Watch.Check();
    }

    private void Time(string name, Action command)
    {
        var begin = Stopwatch.GetTimestamp();
        try
        {
            command();
        }
        finally
        {
            var took = Stopwatch.GetTimestamp() - begin;
            if (took > _longest.Ticks)
            {
                lock (_sinks) if (took > _longest.Ticks) _longest = (took, name);
            }
        }
    }
}
