using Continuo.Diagnostics;

namespace Continuo.Rings;

/// <summary>
/// Keeps memory from being freed under the one thread that uses it. A use takes the lease and gives it back; closing waits for the use
/// in progress and refuses all later ones. Costs a use one interlocked operation; never makes it wait.
/// </summary>
/// <remarks>
/// <code>
///  Free ──TryTake──▶ Taken ──Give──▶ Free ──Close──▶ Closed (for good)
/// </code>
/// A second thread that comes while the lease is taken is refused, so two writers on one ring are found rather than mixed.
/// A mutable struct: keep it in a field that is not <see langword="readonly"/>.
/// </remarks>
internal struct UseLease
{
    private const int Free = 0;
    private const int Taken = 1;
    private const int Closed = 2;

    private int _state;
    private bool _closing; // only makes sure that a thread that uses all the time cannot keep Close waiting

    /// <summary>Whether <see cref="Close"/> was called: no later use is granted. Thread-safe; real-time-safe.</summary>
    [RealTime]
    public readonly bool IsClosing => _closing;

    /// <summary>Begins a use. Wait-free; real-time-safe.</summary>
    /// <returns>False if another thread is in a use, or the lease is closed.</returns>
    [RealTime]
    public bool TryTake() => !_closing && Interlocked.CompareExchange(ref _state, Taken, Free) == Free; // Fence: LeaseTaken

    /// <summary>Ends a use: every access to the memory is done before another thread sees the lease free. Wait-free; real-time-safe.</summary>
    [RealTime]
    public void Give() => Volatile.Write(ref _state, Free); // Fence: LeaseGiven

    /// <summary>Refuses all uses from now on and waits for the one in progress, which never blocks. Any thread.</summary>
    /// <returns>True for the one caller that closed it, which may free the memory.</returns>
    public bool Close()
    {
        _closing = true;
        var spin = new SpinWait();
        while (true)
        {
            var seen = Interlocked.CompareExchange(ref _state, Closed, Free); // Fence: LeaseClosed
            if (seen == Free) return true;
            if (seen == Closed) return false;
            spin.SpinOnce();
        }
    }
}
