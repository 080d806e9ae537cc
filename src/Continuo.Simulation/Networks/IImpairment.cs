namespace Continuo.Simulation.Networks;

/// <summary>
/// One thing that a network does to packets: delay, lose, reorder, duplicate. Sees them in the order they were sent; holds the state of one
/// trace.
/// </summary>
public interface IImpairment
{
    /// <summary>Does it to a packet.</summary>
    void Apply(PacketFate fate, SimulationRandom random);
}
