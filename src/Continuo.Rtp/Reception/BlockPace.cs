using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Threading;

namespace Continuo.Rtp.Reception;

/// <summary>
/// Paces a source of blocks by the clock: a block is due when its last frame has passed. <see cref="Interrupt"/> is thread-safe; the other
/// members are for the reading thread.
/// </summary>
internal sealed class BlockPace(MonotonicClock clock) : IDisposable
{
    /// <summary>A source that is late by more than this continues from now instead of catching up.</summary>
    private const long MaxBehindNanoseconds = 2_000_000_000;

    private readonly WakeSignal _wake = new();
    private volatile bool _isInterrupted;

    /// <summary>When the next block is due, in nanoseconds of the clock; 0 if there is none.</summary>
    public long Due { get; private set; }

    /// <summary>Makes the first block due at a time.</summary>
    public void Begin(long due) => Due = due;

    /// <summary>No block is due.</summary>
    public void End() => Due = 0;

    /// <summary>Waits until the next block is due.</summary>
    /// <param name="deadline">Limit of the wait.</param>
    /// <returns>Whether it is due; false at the deadline, and when interrupted.</returns>
    public bool WaitForDue(long deadline)
    {
        while (clock.Now < Due)
        {
            if (clock.Now >= deadline || !WaitUntil(Math.Min(Due, deadline))) return false;
        }

        return true;
    }

    /// <summary>Waits until a given time, or until <see cref="Wake"/> is called.</summary>
    /// <returns>False when interrupted.</returns>
    public bool WaitUntil(long time)
    {
        if (_isInterrupted) return false;
        if (!clock.WaitUntil(time, _wake)) _wake.Reset();
        return !_isInterrupted;
    }

    /// <summary>Advances to the next block; returns the time of the first frame of the current one.</summary>
    public long Advance(AudioFormat format, int frames)
    {
        var begun = Due - format.ToNanoseconds(frames); // the block ends now, so its first frame is one block length old
        Due += format.ToNanoseconds(frames);
        if (clock.Now - Due > MaxBehindNanoseconds) Due = clock.Now;
        return begun;
    }

    /// <summary>Ends the current wait, so that the caller checks its condition again.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Ends the current wait and all later ones.</summary>
    public void Interrupt()
    {
        _isInterrupted = true;
        _wake.Set();
    }

    /// <summary>Allows waits again.</summary>
    public void Reset()
    {
        _isInterrupted = false;
        _wake.Reset();
        Due = 0;
    }

    public void Dispose() => _wake.Dispose();
}
