namespace Continuo.Simulation.Networks;

/// <summary>Delivers a share of the packets twice.</summary>
public sealed class Duplication(double share, double mostMs) : IImpairment
{
    /// <inheritdoc/>
    public void Apply(PacketFate fate, SimulationRandom random)
    {
        if (random.Happens(share)) fate.DuplicateAfterMs = mostMs * random.NextDouble();
    }
}
