using System.Runtime.CompilerServices;
using Continuo.Diagnostics;

namespace Continuo.Threading;

/// <summary>
/// A manual-reset signal with precise time-outs. Used to end waits early on stop or cancellation.
/// </summary>
/// <remarks>
/// Thread-safe. The word that sleepers sleep on belongs to the garbage collector and lives as long as the signal, so no call can
/// reach freed memory: <see cref="Dispose"/> sets the signal permanently, and every later call is harmless.
/// </remarks>
internal sealed unsafe class WakeSignal : IDisposable
{
    private const int LineBytes = 128;

    private readonly int[] _memory; // pinned; keeps the words of the event count
    private readonly EventCount _events;
    private WakeFlag _flag;
    private WakeFlag _disposed;

    /// <summary>Creates a signal that is not set.</summary>
    public WakeSignal()
    {
        // A cache line of its own, so that a sleeping thread's word shares nothing with its neighbours.
        _memory = GC.AllocateArray<int>(2 * LineBytes / sizeof(int), pinned: true);
        var address = (nint)Unsafe.AsPointer(ref _memory[0]);
        _events = new EventCount((int*)((address + LineBytes - 1) & ~(nint)(LineBytes - 1)));
    }

    /// <summary>Whether the signal is set, or disposed. Real-time-safe.</summary>
    [RealTime]
    public bool IsSet => _flag.IsSet || _disposed.IsSet;

    /// <summary>Sets the signal and wakes all waiting threads. Real-time-safe.</summary>
    [RealTime]
    public void Set()
    {
        _flag.Set();
        _events.Notify();
        GC.KeepAlive(this);
    }

    /// <summary>Clears the signal unless it is disposed. Check the awaited condition after this call, not before. Real-time-safe.</summary>
    [RealTime]
    public void Reset() => _flag.Clear();

    /// <summary>
    /// Sleeps until the signal is set or <paramref name="nanoseconds"/> have passed (<see cref="long.MaxValue"/>: no limit). May wake
    /// early.
    /// </summary>
    /// <returns>Whether the signal is set.</returns>
    public bool Wait(long nanoseconds)
    {
        var ticket = _events.PrepareWait();
        if (IsSet) _events.CancelWait();
        else _events.Wait(ticket, nanoseconds);
        GC.KeepAlive(this);
        return IsSet;
    }

    /// <summary>Sets the signal permanently. Idempotent.</summary>
    public void Dispose()
    {
        _disposed.Set();
        Set();
    }
}
