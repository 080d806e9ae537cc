using Continuo.Diagnostics;

namespace Continuo.Threading;

/// <summary>
/// A flag that one side sets after it has left something to do, and the other clears before it does it, so that nothing is left undone.
/// A mutable struct: keep it in a field that is not <see langword="readonly"/>.
/// </summary>
internal struct WakeFlag
{
    private int _set;

    /// <summary>Whether the flag is set: what was written before <see cref="Set"/> is seen. Any thread; real-time-safe.</summary>
    [RealTime]
    public readonly bool IsSet => Volatile.Read(in _set) != 0; // Fence: FlagSeen: what was left to do is read after the flag

    /// <summary>Sets the flag. Any thread; real-time-safe.</summary>
    [RealTime]
    public void Set() => Volatile.Write(ref _set, 1); // Fence: FlagSet: what is left to do is written before the flag

    /// <summary>Clears the flag. What is left to do must be looked for after this. The thread that does it; real-time-safe.</summary>
    [RealTime]
    public void Clear() => Interlocked.Exchange(ref _set, 0); // Fence: FlagCleared: a flag that is set after the look is not cleared by this
}
