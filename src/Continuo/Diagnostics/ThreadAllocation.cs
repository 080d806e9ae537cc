namespace Continuo.Diagnostics;

/// <summary>
/// Publishes how many bytes one long-lived thread has allocated; the runtime gives a thread only its own count. A thread that must not
/// allocate opens an instance when it starts, calls <see cref="Note"/> once per iteration, and disposes it when it ends.
/// </summary>
internal sealed class ThreadAllocation : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly List<ThreadAllocation> Opened = [];
    private static int _last;

    private long _bytes;

    private ThreadAllocation(int id, string name) => (Id, Name) = (id, name);

    /// <summary>Unique number within the process.</summary>
    public int Id { get; }

    /// <summary>Name of the thread's role.</summary>
    public string Name { get; }

    /// <summary>Bytes allocated at the last <see cref="Note"/>. Thread-safe.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Registers the thread. Allocates.</summary>
    public static ThreadAllocation Open(string name)
    {
        lock (Gate)
        {
            var thread = new ThreadAllocation(++_last, name);
            Opened.Add(thread);
            return thread;
        }
    }

    /// <summary>Copies the open instances, oldest first, as far as there is room. Thread-safe; does not allocate.</summary>
    /// <returns>Number of instances copied.</returns>
    public static int CopyTo(Span<ThreadAllocation?> destination)
    {
        lock (Gate)
        {
            var count = Math.Min(Opened.Count, destination.Length);
            for (var i = 0; i < count; i++) destination[i] = Opened[i];
            return count;
        }
    }

    /// <summary>Publishes the calling thread's allocation count. Call from the thread itself; real-time-safe.</summary>
    [RealTime]
    public void Note() => Volatile.Write(ref _bytes, GC.GetAllocatedBytesForCurrentThread());

    /// <summary>Unregisters the thread.</summary>
    public void Dispose()
    {
        lock (Gate) Opened.Remove(this);
    }
}
