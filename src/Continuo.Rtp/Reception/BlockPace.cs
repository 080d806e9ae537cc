using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Threading;

namespace Continuo.Rtp.Reception;

/// <summary>
/// Paces a source that makes blocks by the clock: a block is due when its last frame is over. <see cref="Interrupt"/> may be called from any thread, the rest by the
/// reading thread.
/// </summary>
internal sealed class BlockPace(MonotonicClock clock) : IDisposable
{
    /// <summary>Who has fallen behind by more goes on from now, rather than making all of it up at once.</summary>
    private const long MaxBehindNanoseconds = 2_000_000_000;

    private readonly WakeSignal _wake = new();
    private volatile bool _isInterrupted;

    /// <summary>When the next block is due, in nanoseconds of the clock; 0 if nothing has begun.</summary>
    public long Due { get; private set; }

    /// <summary>The first block is due at a time.</summary>
    public void Begin(long due) => Due = due;

    /// <summary>Nothing is due.</summary>
    public void End() => Due = 0;

    /// <summary>Waits until the next block is due.</summary>
    /// <param name="deadline">When to give up.</param>
    /// <returns>Whether it is; false at the deadline, and when interrupted.</returns>
    public bool WaitForDue(long deadline)
    {
        while (clock.Now < Due)
        {
            if (clock.Now >= deadline || !WaitUntil(Math.Min(Due, deadline))) return false;
        }

        return true;
    }

    /// <summary>Waits until a time, or until <see cref="Wake"/> is called.</summary>
    /// <returns>False when interrupted.</returns>
    public bool WaitUntil(long time)
    {
        if (_isInterrupted) return false;
        if (!clock.WaitUntil(time, _wake)) _wake.Reset();
        return !_isInterrupted;
    }

    /// <summary>A block was read: gives the time of its first frame, and makes the next one due.</summary>
    public long Advance(AudioFormat format, int frames)
    {
        var begun = Due - format.ToNanoseconds(frames); // the block ends now: its first frame is as old as it is long
        Due += format.ToNanoseconds(frames);
        if (clock.Now - Due > MaxBehindNanoseconds) Due = clock.Now;
        return begun;
    }

    /// <summary>Ends the present wait, so that its caller looks again.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Ends the present wait and all later ones.</summary>
    public void Interrupt()
    {
        _isInterrupted = true;
        _wake.Set();
    }

    /// <summary>Waits may last again.</summary>
    public void Reset()
    {
        _isInterrupted = false;
        _wake.Reset();
        Due = 0;
    }

    public void Dispose() => _wake.Dispose();
}
