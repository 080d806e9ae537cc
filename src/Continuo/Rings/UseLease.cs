using Continuo.Diagnostics;

namespace Continuo.Rings;

/// <summary>
/// Keeps memory from being freed while one thread uses it. A use takes the lease and releases it; closing waits for the use in progress
/// and refuses all later ones. A use costs one interlocked operation and never waits.
/// </summary>
/// <remarks>
/// <code>
///  Free ──TryTake──▶ Taken ──Release──▶ Free ──Close──▶ Closed (final)
/// </code>
/// A second thread is refused while the lease is taken, so two writers on one ring are detected instead of mixed.
/// A mutable struct: keep it in a field that is not <see langword="readonly"/>.
/// </remarks>
internal struct UseLease
{
    private const int Free = 0;
    private const int Taken = 1;
    private const int Closed = 2;

    private int _state;
    private bool _closing; // ensures that a thread that takes the lease continuously cannot block Close

    /// <summary>Whether <see cref="Close"/> was called, so that no later use is granted. Thread-safe; real-time-safe.</summary>
    [RealTime]
    public readonly bool IsClosing => _closing;

    /// <summary>Begins a use. Wait-free; real-time-safe.</summary>
    /// <returns>False if another thread holds the lease, or it is closed.</returns>
    [RealTime]
    public bool TryTake() => !_closing && Interlocked.CompareExchange(ref _state, Taken, Free) == Free; // Fence: LeaseTaken

    /// <summary>
    /// Ends a use: every access to the memory is complete before another thread sees the lease free. Wait-free; real-time-safe.
    /// </summary>
    [RealTime]
    public void Release() => Volatile.Write(ref _state, Free); // Fence: LeaseGiven

    /// <summary>Refuses all later uses and waits for the one in progress, which never blocks. Thread-safe.</summary>
    /// <returns>True for the one caller that closed it and may free the memory.</returns>
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
