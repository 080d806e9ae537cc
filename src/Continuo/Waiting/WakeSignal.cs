using System.Runtime.InteropServices;
using Continuo.Diagnostics;

namespace Continuo.Waiting;

/// <summary>
/// A flag that stays set until it is reset, and on which threads can sleep for a precise time.
/// Used to end waits early: stop, cancel. Thread-safe; <see cref="Set"/> is real-time-safe.
/// </summary>
public sealed unsafe class WakeSignal : SafeHandle
{
    private readonly EventCount _events;
    private volatile bool _set;

    /// <summary>Creates a signal that is not set.</summary>
    public WakeSignal()
        : base(0, ownsHandle: true)
    {
        // A line of its own, so that a sleeping thread's word shares nothing with its neighbours.
        var words = NativeMemory.AlignedAlloc(64, 64);
        NativeMemory.Clear(words, 64);
        SetHandle((nint)words);
        _events = new EventCount((int*)words);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Whether the signal is set.</summary>
    [RealTime]
    public bool IsSet => _set;

    /// <summary>Sets the signal and wakes all who wait for it.</summary>
    [RealTime]
    public void Set()
    {
        _set = true;
        _events.Notify();
        GC.KeepAlive(this);
    }

    /// <summary>Takes the signal back.</summary>
    public void Reset() => _set = false;

    /// <summary>Sleeps until the signal is set or <paramref name="nanoseconds"/> have passed; may wake early.</summary>
    /// <returns>Whether the signal is set.</returns>
    public bool Wait(long nanoseconds)
    {
        var ticket = _events.PrepareWait();
        if (_set) _events.CancelWait();
        else _events.Wait(ticket, nanoseconds);
        GC.KeepAlive(this);
        return _set;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
