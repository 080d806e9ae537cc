using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Playing;

/// <summary>
/// The thread that reads all tracks of a player. It checks for room often enough to keep the lanes nearly full, and at once after a
/// command.
/// </summary>
internal sealed class ReaderThread : IDisposable
{
    private const long Period = 20_000_000;
    private const long ShortPeriod = 1_000_000; // while the mix is about to release a lane

    private readonly TrackReader _reader;
    private readonly MonotonicClock _clock;
    private readonly WakeSignal _wake = new(); // its memory is freed with the last reference: a command may come at any time
    private readonly Thread _thread;
    private volatile bool _ends;

    public ReaderThread(TrackReader reader, MonotonicClock clock)
    {
        (_reader, _clock) = (reader, clock);
        _thread = new Thread(Run) { Name = "read tracks", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Wakes the thread. Thread-safe.</summary>
    public void Wake() => _wake.Set();

    public void Dispose()
    {
        _ends = true;
        _wake.Set();
        _thread.Join();
    }

    private void Run()
    {
        using var allocation = ThreadAllocation.Open("read tracks");
        while (!_ends)
        {
            allocation.Note();
            _wake.Reset();
            if (!_ends && !_reader.Step()) _clock.WaitUntil(_clock.Now + (_reader.IsWaiting ? ShortPeriod : Period), _wake);
        }
    }
}
