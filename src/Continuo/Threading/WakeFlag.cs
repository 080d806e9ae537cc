using Continuo.Diagnostics;

namespace Continuo.Threading;

/// <summary>
/// A flag that one thread sets after it has added work, and another clears before it does the work, so that no work is missed. A mutable
/// struct: keep it in a field that is not readonly.
/// </summary>
internal struct WakeFlag
{
    private int _set;

    /// <summary>Whether the flag is set: writes before <see cref="Set"/> are visible. Thread-safe; real-time-safe.</summary>
    [RealTime]
    public readonly bool IsSet => Volatile.Read(in _set) != 0; // Fence: FlagSeen: the work is read after the flag

    /// <summary>Sets the flag. Thread-safe; real-time-safe.</summary>
    [RealTime]
    public void Set() => Volatile.Write(ref _set, 1); // Fence: FlagSet: the work is written before the flag

    /// <summary>Clears the flag. Look for work only after this. Call from the thread that does the work; real-time-safe.</summary>
    [RealTime]
    // A flag that is set after the work was read is not cleared.
    public void Clear() => Interlocked.Exchange(ref _set, 0); // Fence: FlagCleared
}
