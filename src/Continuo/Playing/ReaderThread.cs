using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Playing;

/// <summary>The one thread that reads all tracks of a player. It looks for room often enough that the lanes stay nearly full, and at once after a command.</summary>
internal sealed class ReaderThread : IDisposable
{
    private const long Period = 20_000_000;
    private const long ShortPeriod = 1_000_000; // while the mix is about to let go of a lane

    private readonly TrackReader _reader;
    private readonly MonotonicClock _clock;
    private readonly WakeSignal _wake = new(); // its memory goes with the last reference: a command may come at any time
    private readonly Thread _thread;
    private volatile bool _ends;

    public ReaderThread(TrackReader reader, MonotonicClock clock)
    {
        (_reader, _clock) = (reader, clock);
        _thread = new Thread(Run) { Name = "read tracks", IsBackground = true };
        _thread.Start();
    }

    /// <summary>There is something new to do. Any thread.</summary>
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
