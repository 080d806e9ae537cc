namespace Continuo.Diagnostics;

/// <summary>
/// How much one long-lived thread has allocated by the runtime's own count, for others to read: the runtime tells a thread only its own.
/// A thread that is to allocate nothing opens one when it starts, notes its count once per turn, and disposes of it when it ends.
/// </summary>
internal sealed class ThreadAllocation : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly List<ThreadAllocation> Opened = [];
    private static int _last;

    private long _bytes;

    private ThreadAllocation(int id, string name) => (Id, Name) = (id, name);

    /// <summary>Number that no other has had in this process.</summary>
    public int Id { get; }

    /// <summary>What the thread does.</summary>
    public string Name { get; }

    /// <summary>Bytes that it had allocated when it noted them last. Thread-safe.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Begins to count for a thread. Allocates.</summary>
    public static ThreadAllocation Open(string name)
    {
        lock (Gate)
        {
            var thread = new ThreadAllocation(++_last, name);
            Opened.Add(thread);
            return thread;
        }
    }

    /// <summary>Copies those that are open now, the oldest first, as far as there is room. Thread-safe; allocates nothing.</summary>
    /// <returns>Number of were copied.</returns>
    public static int CopyTo(Span<ThreadAllocation?> destination)
    {
        lock (Gate)
        {
            var count = Math.Min(Opened.Count, destination.Length);
            for (var i = 0; i < count; i++) destination[i] = Opened[i];
            return count;
        }
    }

    /// <summary>Notes how much the calling thread has allocated up to now. For the thread itself; real-time-safe.</summary>
    [RealTime]
    public void Note() => Volatile.Write(ref _bytes, GC.GetAllocatedBytesForCurrentThread());

    /// <summary>Ends the count.</summary>
    public void Dispose()
    {
        lock (Gate) Opened.Remove(this);
    }
}
