using Continuo.Threading;

namespace Continuo.Rooms.Scheduling;

/// <summary>
/// Spreads the pieces of a stage over the cores and waits until all are done. The calling thread works too, so without helpers it does
/// everything itself. One thread at a time calls <see cref="Run"/>.
/// </summary>
/// <remarks>
/// Pieces are claimed by incrementing one word that holds the number of the stage, its count and the next piece. A stage begins only when
/// every piece of the one before is done, so a helper that wakes late finds either nothing or pieces of the present stage; its claim fails
/// if the stage has changed since it looked.
/// </remarks>
internal sealed class TickWorkers : IDisposable
{
    private const int SpinRounds = 40;
    private const int PieceBits = 20;
    private const ulong PieceMask = (1UL << PieceBits) - 1;
    private const long GlanceNanoseconds = 200_000_000;

    private readonly Thread[] _threads;
    private readonly WakeSignal[] _wakes;
    private readonly WakeSignal _finished = new();
    private ITickStage? _stage;
    private ulong _claims; // number of the stage, its count of pieces, the next piece
    private int _left;
    private volatile bool _stopped;

    /// <param name="helpers">Number of threads besides the calling one.</param>
    public TickWorkers(int helpers)
    {
        _threads = new Thread[helpers];
        _wakes = new WakeSignal[helpers];
        Ids = new int[helpers];
        for (var i = 0; i < helpers; i++)
        {
            var number = i;
            _wakes[i] = new WakeSignal();
            _threads[i] = new Thread(() => Help(number)) { IsBackground = true, Name = $"rooms {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>Number of helping threads.</summary>
    public int Helpers => _threads.Length;

    /// <summary>Why a helper has no real-time priority; <see langword="null"/> if all have it.</summary>
    public string? PriorityRefusal { get; private set; }

    /// <summary>The system's ids of the helping threads.</summary>
    public int[] Ids { get; }

    /// <summary>Does all pieces of a stage; returns when all are done.</summary>
    public void Run(ITickStage stage, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (int)PieceMask);
        if (count <= 0) return;
        if (count == 1 || _threads.Length == 0)
        {
            for (var i = 0; i < count; i++) stage.Run(i);
            return;
        }

        _finished.Reset();
        _stage = stage;
        Volatile.Write(ref _left, count);
        var number = (Volatile.Read(ref _claims) >> (2 * PieceBits)) + 1;
        // A full fence: the stage is written before a piece can be claimed.
        Interlocked.Exchange(ref _claims, (number << (2 * PieceBits)) | ((ulong)count << PieceBits));
        for (var i = 0; i < Math.Min(count - 1, _wakes.Length); i++) _wakes[i].Set();
        Work();
        var spin = new SpinWait();
        for (var i = 0; i < SpinRounds && Volatile.Read(ref _left) > 0; i++) spin.SpinOnce(-1);
        while (Volatile.Read(ref _left) > 0) _finished.Wait(GlanceNanoseconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopped = true;
        foreach (var wake in _wakes) wake.Dispose();
        foreach (var thread in _threads) thread.Join();
    }

    private void Help(int number)
    {
        if (RealTimePriority.TryRaise(below: 1) is { } refusal) PriorityRefusal = refusal;
        Ids[number] = ThreadTime.CurrentId;
        var wake = _wakes[number];
        while (!_stopped)
        {
            wake.Wait(GlanceNanoseconds);
            wake.Reset();
            Work();
        }
    }

    private void Work()
    {
        while (true)
        {
            var claims = Volatile.Read(ref _claims);
            var (item, count) = (claims & PieceMask, (claims >> PieceBits) & PieceMask);
            if (item >= count) return;
            var stage = _stage!;
            if (Interlocked.CompareExchange(ref _claims, claims + 1, claims) != claims) continue;
            stage.Run((int)item);
            if (Interlocked.Decrement(ref _left) == 0) _finished.Set();
        }
    }
}
