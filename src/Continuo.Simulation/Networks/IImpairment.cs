namespace Continuo.Simulation.Networks;

/// <summary>
/// One effect of a network on packets: delay, loss, reordering, duplication. Receives them in send order; holds the state of one trace.
/// </summary>
public interface IImpairment
{
    /// <summary>Applies the effect to a packet.</summary>
    void Apply(PacketFate fate, SimulationRandom random);
}
