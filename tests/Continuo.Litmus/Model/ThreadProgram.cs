namespace Continuo.Litmus.Model;

/// <summary>
/// Writes the program of one thread. Every fence has the name that it has in the sources (<c>// Fence: NAME</c>); the one named
/// <paramref name="without"/> is left out: an acquire becomes a plain load, a release a plain store, a barrier nothing, and a
/// read-modify-write a plain load and a plain store.
/// </summary>
internal sealed class ThreadProgram(string? without, HashSet<string> fences)
{
    private readonly List<Instruction> _instructions = [];

    public IReadOnlyList<Instruction> Instructions => _instructions;

    /// <returns>The register that takes the value.</returns>
    public int Load(int location, string? fence = null) => Add(new Instruction(Operation.Load, location, Acquires: Has(fence)));

    public void Store(int location, int value, string? fence = null) =>
        Add(new Instruction(Operation.Store, location, (_, _) => value, Releases: Has(fence)));

    /// <summary>A store that is executed only if <paramref name="register"/> has a value.</summary>
    public void StoreIf(int register, int has, int location, int value, string? fence = null) =>
        Add(new Instruction(
            Operation.Store, location, (_, _) => value, Bit(register),
            Releases: Has(fence), Guard: r => r[register] == has));

    /// <returns>The register that takes the value before the change.</returns>
    public int Change(int location, Func<int, int> change, string fence, int unlessZero = -1)
    {
        var (needs, guard) = Unless(unlessZero);
        if (Has(fence)) return Add(new Instruction(Operation.ReadModifyWrite, location, (_, old) => change(old), needs, Guard: guard));
        var old = Load(location);
        Add(new Instruction(Operation.Store, location, (r, _) => change(r[old]), needs | Bit(old), Guard: guard));
        return old;
    }

    public void LoadBarrier(string fence) => AddIf(fence, Operation.LoadBarrier);

    public void StoreBarrier(string fence) => AddIf(fence, Operation.StoreBarrier);

    public void FullBarrier(string fence) => AddIf(fence, Operation.FullBarrier);

    /// <summary>Sleeps on a word that still has the ticket's value, if the condition's register is zero.</summary>
    public void SleepIfZero(int condition, int location, int ticket) =>
        Add(new Instruction(Operation.Sleep, location, (r, _) => r[ticket], Bit(ticket) | Bit(condition), Guard: r => r[condition] == 0));

    public void WakeUnlessZero(int register, int location)
    {
        var (needs, guard) = Unless(register);
        Add(new Instruction(Operation.Wake, location, Needs: needs, Guard: guard));
    }

    public void Assume(int register, int has) =>
        Add(new Instruction(Operation.Assume, Value: (r, _) => r[register] == has ? 1 : 0, Needs: Bit(register)));

    private static uint Bit(int register) => 1u << register;

    private static (uint Needs, Func<sbyte[], bool>? Guard) Unless(int register) =>
        register < 0 ? (0, null) : (Bit(register), r => r[register] != 0);

    private bool Has(string? fence)
    {
        if (fence is null) return false;
        fences.Add(fence);
        return fence != without;
    }

    private void AddIf(string fence, Operation barrier)
    {
        if (Has(fence)) Add(new Instruction(barrier));
    }

    private int Add(Instruction instruction)
    {
        _instructions.Add(instruction);
        return _instructions.Count - 1;
    }
}
