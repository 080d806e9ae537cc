using System.Runtime.InteropServices;

namespace Continuo.Litmus.Model;

/// <summary>
/// Goes through every execution of a <see cref="Scenario"/> on a machine whose threads perform their instructions in any order that
/// <see cref="Instruction.Precedes"/> and the flow of data allow, one at a time and visible to all at once (as on ARM64: other-multi-copy
/// atomic), with loads served early from the thread's own pending stores. Branches order nothing but the stores behind them.
/// </summary>
/// <remarks>
/// A state is the memory and, for every thread, which instructions have been performed, its registers, and what it sleeps on. States that
/// have been seen are not entered again. A thread holds at most 32 instructions; values fit a byte.
/// </remarks>
internal sealed class Explorer
{
    private readonly Scenario _scenario;
    private readonly Instruction[][] _threads;
    private readonly uint[][] _before; // for each instruction, those that must have been performed before it
    private readonly HashSet<string> _seen = [];

    private Explorer(Scenario scenario)
    {
        _scenario = scenario;
        _threads = [.. scenario.Threads.Select(t => t.Instructions.ToArray())];
        _before = [.. _threads.Select(Before)];
    }

    /// <summary>Explores a scenario until it finds something wrong.</summary>
    /// <returns>What is wrong, or <see langword="null"/>; and how many states were seen.</returns>
    public static (string? Violation, int States) Explore(Scenario scenario)
    {
        var explorer = new Explorer(scenario);
        var violation = explorer.Run();
        return (violation, explorer._seen.Count);
    }

    private static uint[] Before(Instruction[] thread)
    {
        var before = new uint[thread.Length];
        for (var j = 0; j < thread.Length; j++)
        {
            before[j] = thread[j].Needs;
            for (var i = 0; i < j; i++)
            {
                if (thread[i].Precedes(thread[j])) before[j] |= 1u << i;
            }
        }

        return before;
    }

    private string? Run()
    {
        var pending = new Stack<State>();
        var first = new State([.. _scenario.Memory.Select(v => (sbyte)v)], [.. _threads.Select(t => new sbyte[t.Length])],
            new uint[_threads.Length], new sbyte[_threads.Length]);
        if (Enter(first)) pending.Push(first);
        while (pending.TryPop(out var state))
        {
            var moved = false;
            for (var thread = 0; thread < _threads.Length; thread++)
            {
                for (var i = 0; i < _threads[thread].Length; i++)
                {
                    if (!MayPerform(state, thread, i, out var source)) continue;
                    moved = true;
                    var next = state.Copy();
                    Perform(next, thread, i, source);
                    if (Enter(next)) pending.Push(next);
                }
            }

            if (moved) continue;
            var outcome = new Outcome(state.Memory, state.Registers, state.Asleep);
            if (_scenario.Verdict(outcome) is { } violation) return violation;
        }

        return null;
    }

    /// <summary>
    /// Performs what has no choice (barriers, assumptions); false if an assumption does not hold, or the state has been seen.
    /// </summary>
    private bool Enter(State state)
    {
        for (var thread = 0; thread < _threads.Length; thread++)
        {
            for (var i = 0; i < _threads[thread].Length; i++)
            {
                var instruction = _threads[thread][i];
                if (instruction.Operation
                    is not (Operation.LoadBarrier or Operation.StoreBarrier or Operation.FullBarrier or Operation.Assume))
                {
                    continue;
                }

                if (!IsDue(state, thread, i)) continue;
                if (instruction.Operation == Operation.Assume && instruction.Value!(state.Registers[thread], 0) == 0) return false;
                state.Performed[thread] |= 1u << i;
            }
        }

        return _seen.Add(state.Key());
    }

    private bool IsDue(State state, int thread, int i)
    {
        var performed = state.Performed[thread];
        return (performed & (1u << i)) == 0 && (_before[thread][i] & ~performed) == 0 && state.Asleep[thread] == 0;
    }

    /// <param name="source">The thread's own pending store that serves a load; −1: the memory.</param>
    private bool MayPerform(State state, int thread, int i, out int source)
    {
        source = -1;
        if (!IsDue(state, thread, i)) return false;
        var program = _threads[thread];
        if (program[i].Operation != Operation.Load) return true;
        for (var j = i - 1; j >= 0; j--)
        {
            var store = program[j];
            if (!store.Writes || store.Location != program[i].Location || (state.Performed[thread] & (1u << j)) != 0) continue;
            if ((store.Needs & ~state.Performed[thread]) != 0) return false; // not known yet what it stores
            if (store.Guard is { } guard && !guard(state.Registers[thread])) continue;
            source = j;
            return true;
        }

        return true;
    }

    private void Perform(State state, int thread, int i, int source)
    {
        var instruction = _threads[thread][i];
        var registers = state.Registers[thread];
        state.Performed[thread] |= 1u << i;
        if (instruction.Guard is { } guard && !guard(registers)) return;
        switch (instruction.Operation)
        {
            case Operation.Load:
                registers[i] = source < 0 ? state.Memory[instruction.Location] : (sbyte)_threads[thread][source].Value!(registers, 0);
                break;
            case Operation.Store:
                state.Memory[instruction.Location] = (sbyte)instruction.Value!(registers, 0);
                break;
            case Operation.ReadModifyWrite:
                registers[i] = state.Memory[instruction.Location];
                state.Memory[instruction.Location] = (sbyte)instruction.Value!(registers, registers[i]);
                break;
            case Operation.Sleep:
                if (state.Memory[instruction.Location] == instruction.Value!(registers, 0))
                {
                    state.Asleep[thread] = (sbyte)(instruction.Location + 1);
                }

                break;
            case Operation.Wake:
                for (var other = 0; other < _threads.Length; other++)
                {
                    if (state.Asleep[other] == instruction.Location + 1) state.Asleep[other] = 0;
                }

                break;
        }
    }

    private sealed record State(sbyte[] Memory, sbyte[][] Registers, uint[] Performed, sbyte[] Asleep)
    {
        public State Copy() => new([.. Memory], [.. Registers.Select(r => (sbyte[])r.Clone())], [.. Performed], [.. Asleep]);

        public string Key()
        {
            var length = Memory.Length + Asleep.Length + Registers.Sum(r => r.Length) + (Performed.Length * sizeof(uint));
            return string.Create((length + 1) / 2, this, static (chars, state) =>
            {
                var bytes = MemoryMarshal.AsBytes(chars);
                bytes.Clear();
                var at = 0;
                foreach (var part in state.Registers.Append(state.Memory).Append(state.Asleep))
                {
                    MemoryMarshal.AsBytes(part.AsSpan()).CopyTo(bytes[at..]);
                    at += part.Length;
                }

                MemoryMarshal.AsBytes(state.Performed.AsSpan()).CopyTo(bytes[at..]);
            });
        }
    }
}
