namespace Continuo.Litmus.Model;

/// <summary>What an instruction does.</summary>
internal enum Operation
{
    Load,
    Store,

    /// <summary>Reads, changes and writes at once; a full fence, as <see cref="Interlocked"/> is.</summary>
    ReadModifyWrite,

    /// <summary>Earlier loads before later loads.</summary>
    LoadBarrier,

    /// <summary>Earlier stores before later stores.</summary>
    StoreBarrier,

    /// <summary>Everything earlier before everything later.</summary>
    FullBarrier,

    /// <summary>Sleeps if the word still has the expected value; a system call, and so a full fence.</summary>
    Sleep,

    /// <summary>Wakes all that sleep on the word; a system call, and so a full fence.</summary>
    Wake,

    /// <summary>
    /// Gives up executions in which a register has not the wanted value, for instance those in which a loop goes round once more.
    /// </summary>
    Assume,
}

/// <summary>One instruction of a thread. Its number in the thread is the register that takes what it reads.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Location">Where, if it accesses memory.</param>
/// <param name="Value">
/// What it stores, or what is expected or assumed, from the thread's registers and (read-modify-write) the value read.
/// </param>
/// <param name="Needs">The registers, as bits, that <paramref name="Value"/> and <paramref name="Guard"/> depend on.</param>
/// <param name="Acquires">A load that everything later comes after.</param>
/// <param name="Releases">A store that everything earlier comes before.</param>
/// <param name="Guard">Whether it is executed at all; <see langword="null"/>: always.</param>
internal sealed record Instruction(
    Operation Operation,
    int Location = -1,
    Func<sbyte[], int, int>? Value = null,
    uint Needs = 0,
    bool Acquires = false,
    bool Releases = false,
    Func<sbyte[], bool>? Guard = null)
{
    public bool Reads => Operation is Operation.Load or Operation.ReadModifyWrite;

    public bool Writes => Operation is Operation.Store or Operation.ReadModifyWrite;

    public bool IsFull => Operation is Operation.ReadModifyWrite or Operation.FullBarrier or Operation.Sleep or Operation.Wake;

    /// <summary>
    /// Whether this instruction must have been performed before <paramref name="later"/>, which comes after it in the program and does not
    /// need its register. All that is not named here may be reordered: stores with stores, loads with loads, and each with the other.
    /// </summary>
    public bool Precedes(Instruction later)
    {
        if (Operation == Operation.Assume || later.Operation == Operation.Assume) return false;
        if (IsFull || later.IsFull || Acquires || later.Releases) return true;
        if (Operation == Operation.LoadBarrier || later.Operation == Operation.LoadBarrier)
        {
            return (Reads && later.Operation == Operation.LoadBarrier) || later.Reads;
        }

        if (Operation == Operation.StoreBarrier || later.Operation == Operation.StoreBarrier)
        {
            return (Writes && later.Operation == Operation.StoreBarrier) || later.Writes;
        }

        // One location is coherent. A load of what the thread itself has stored is another matter: it may be served from the store buffer.
        return Location == later.Location && !(Writes && later.Reads);
    }
}
