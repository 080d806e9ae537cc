namespace Continuo.Simulation.Networks;

/// <summary>Loses everything for a fixed time, again and again, at random distances.</summary>
/// <param name="lengthMs">How long each burst lasts.</param>
/// <param name="meanGapMs">The mean time from the end of one to the start of the next, beyond <paramref name="leastGapMs"/>.</param>
/// <param name="leastGapMs">The least time between two.</param>
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
