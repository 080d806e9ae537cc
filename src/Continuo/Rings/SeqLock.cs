using Continuo.Diagnostics;

namespace Continuo.Rings;

/// <summary>
/// A sequence lock: a value that one thread at a time publishes as a whole and any thread reads, without a lock or an allocation.
/// </summary>
/// <remarks>
/// <para><b>Writer</b>: version odd · store barrier · value · version even (release). <b>Reader</b>: version (acquire) · value · load
/// barrier · the same version again, and even.</para>
/// <para>Each of the four is needed. Without the store barrier a part of the new value may be visible while the version is still the old
/// one; without the release the new version may be visible before all of the value. Without the acquire the value may be loaded before the
/// first read of the version, without the load barrier after the second. <c>tests/Continuo.Litmus</c> (<c>model</c>) finds the torn value
/// for each of them. No other access needs an order: the odd version is stored plainly, and the second read of the version is a plain
/// load.</para>
/// </remarks>
internal sealed class SeqLock<T>
    where T : struct
{
    private int _version; // odd while the value changes
    private T _value;

    /// <summary>Publishes a value. One thread at a time; wait-free, real-time-safe.</summary>
    [RealTime]
    public void Set(in T value)
    {
        var version = _version;
        _version = version + 1;
        Volatile.WriteBarrier(); // Fence: SeqBegin: the version is odd before any part of the value changes
        _value = value;
        Volatile.Write(ref _version, version + 2); // Fence: SeqEnd: a reader that sees it sees the whole value
    }

    /// <summary>
    /// Reads the value. Returns false if a write is in progress; the caller keeps its previous value. Any thread; wait-free,
    /// real-time-safe.
    /// </summary>
    [RealTime]
    public bool TryGet(out T value)
    {
        var version = Volatile.Read(ref _version); // Fence: SeqFirst: the version is read before any part of the value
        value = _value;
        Volatile.ReadBarrier(); // Fence: SeqSecond: the whole value is read before the version is read again
        return (version & 1) == 0 && version == _version;
    }

    /// <summary>
    /// Reads the value and waits, giving way to other threads, while a write is in progress. Any thread; not real-time-safe.
    /// </summary>
    public T Get()
    {
        var spin = new SpinWait();
        T value;
        while (!TryGet(out value)) spin.SpinOnce();
        return value;
    }
}
