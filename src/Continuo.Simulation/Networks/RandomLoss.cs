namespace Continuo.Simulation.Networks;

/// <summary>Loses each packet with the same probability, independent of the others.</summary>
public sealed class RandomLoss(double share) : IImpairment
{
    /// <inheritdoc/>
    public void Apply(PacketFate fate, SimulationRandom random) => fate.IsLost |= random.Happens(share);
}
