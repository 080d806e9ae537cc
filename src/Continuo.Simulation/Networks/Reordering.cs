namespace Continuo.Simulation.Networks;

/// <summary>Delays a share of the packets, so that later ones overtake them.</summary>
public sealed class Reordering(double share, double leastMs, double mostMs) : IImpairment
{
    /// <inheritdoc/>
    public void Apply(PacketFate fate, SimulationRandom random)
    {
        if (random.Happens(share)) fate.DelayMs += leastMs + (mostMs - leastMs) * random.NextDouble();
    }
}
