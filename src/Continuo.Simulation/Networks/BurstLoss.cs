namespace Continuo.Simulation.Networks;

/// <summary>Loses all packets for a fixed time, repeatedly, at random intervals.</summary>
/// <param name="lengthMs">Duration of a burst.</param>
/// <param name="meanGapMs">Mean time from the end of a burst to the start of the next, beyond <paramref name="leastGapMs"/>.</param>
/// <param name="leastGapMs">Minimum time between two bursts.</param>
public sealed class BurstLoss(double lengthMs, double meanGapMs, double leastGapMs) : IImpairment
{
    private double _next = double.NaN;

    /// <inheritdoc/>
    public void Apply(PacketFate fate, SimulationRandom random)
    {
        if (double.IsNaN(_next)) _next = fate.SentMs + leastGapMs + random.NextExponential(meanGapMs);
        while (fate.SentMs >= _next + lengthMs) _next += lengthMs + leastGapMs + random.NextExponential(meanGapMs);
        fate.IsLost |= fate.SentMs >= _next;
    }
}
