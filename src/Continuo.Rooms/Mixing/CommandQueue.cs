namespace Continuo.Rooms.Mixing;

/// <summary>
/// Bounded queue of commands between the control plane and the tick. Adding never waits for the tick, and the tick never waits for who
/// adds. Any number of threads add; one takes.
/// </summary>
internal sealed class CommandQueue(int capacity)
{
    private RoomCommand? _newest;
    private int _count;
    private long _added, _refused;

    /// <summary>Number of commands added.</summary>
    public long Added => Volatile.Read(ref _added);

    /// <summary>Number of commands refused because the queue was full.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Number of commands that wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether there is room for <paramref name="count"/> commands; counts a refusal if not.</summary>
    public bool HasRoom(int count)
    {
        if (Count + count <= capacity) return true;
        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <summary>Adds a command.</summary>
    public void Add(RoomCommand command)
    {
        Interlocked.Increment(ref _count);
        Interlocked.Increment(ref _added);
        RoomCommand? seen;
        do
        {
            seen = Volatile.Read(ref _newest);
            command.Before = seen;
        }
        while (Interlocked.CompareExchange(ref _newest, command, seen) != seen);
    }

    /// <summary>Takes all commands; returns the oldest of them, each linked to the next by <see cref="RoomCommand.Before"/>.</summary>
    public RoomCommand? TakeAll()
    {
        if (Volatile.Read(ref _newest) is null) return null;
        var command = Interlocked.Exchange(ref _newest, null);
        RoomCommand? first = null;
        while (command is not null)
        {
            var before = command.Before;
            command.Before = first;
            (first, command) = (command, before);
            Interlocked.Decrement(ref _count);
        }

        return first;
    }
}
