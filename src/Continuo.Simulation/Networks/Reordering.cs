namespace Continuo.Simulation.Networks;

/// <summary>Sends a share of the packets another way that takes longer, so that later ones overtake them.</summary>
public sealed class Reordering(double share, double leastMs, double mostMs) : IImpairment
{
    /// <inheritdoc/>
    public void Apply(PacketFate fate, SimulationRandom random)
    {
        if (random.Happens(share)) fate.DelayMs += leastMs + (mostMs - leastMs) * random.NextDouble();
    }
}
