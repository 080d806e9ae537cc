using Continuo.Diagnostics;

namespace Continuo.Playing;

/// <summary>A small value that one thread at a time publishes as a whole, and any thread reads: without a lock, without allocation.</summary>
internal sealed class Latest<T>
    where T : struct
{
    private int _version; // odd while the value changes
    private T _value;

    /// <summary>Publishes a value. For one thread at a time; real-time-safe.</summary>
    [RealTime]
    public void Set(in T value)
    {
        Volatile.Write(ref _version, _version + 1);
        Volatile.WriteBarrier();
        _value = value;
        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>
    /// Reads the value, unless it is just being changed: who must not wait goes on with what he had. Any thread; wait-free, real-time-safe.
    /// </summary>
    [RealTime]
    public bool TryGet(out T value)
    {
        var version = Volatile.Read(ref _version);
        value = _value;
        Volatile.ReadBarrier();
        return (version & 1) == 0 && version == Volatile.Read(ref _version);
    }

    /// <summary>Reads the value, and waits while it is being changed. Any thread.</summary>
    public T Get()
    {
        var spin = new SpinWait();
        T value;
        while (!TryGet(out value)) spin.SpinOnce();
        return value;
    }
}
