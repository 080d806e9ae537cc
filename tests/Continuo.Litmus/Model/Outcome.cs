namespace Continuo.Litmus.Model;

/// <summary>What is left when no thread can go on.</summary>
internal readonly struct Outcome(sbyte[] memory, sbyte[][] registers, sbyte[] asleep)
{
    public int Memory(int location) => memory[location];

    public int Register(int thread, int register) => registers[thread][register];

    public bool IsAsleep(int thread) => asleep[thread] != 0;
}
