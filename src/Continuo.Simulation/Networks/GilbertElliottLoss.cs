namespace Continuo.Simulation.Networks;

/// <summary>
/// Loses packets in bursts: a two-state Markov chain with a loss probability for each state (Gilbert, Bell System Technical Journal 39,
/// 1960; Elliott, ibid. 42, 1963). Starts in the good state.
/// </summary>
/// <param name="toBad">Probability of the transition to the bad state, per packet.</param>
/// <param name="toGood">Probability of the transition to the good state, per packet; its inverse is the mean length of a burst.</param>
/// <param name="lossInBad">The probability of loss in the bad state.</param>
/// <param name="lossInGood">The probability of loss in the good state.</param>
public sealed class GilbertElliottLoss(double toBad, double toGood, double lossInBad = 1, double lossInGood = 0) : IImpairment
{
    private bool _isBad;

    /// <summary>Creates the model for an overall loss rate and a mean burst length.</summary>
    public static GilbertElliottLoss Of(double share, double burstPackets)
    {
        var toGood = 1 / burstPackets;
        return new GilbertElliottLoss(toGood * share / (1 - share), toGood);
    }

    /// <inheritdoc/>
    public void Apply(PacketFate fate, SimulationRandom random)
    {
        _isBad = random.Happens(_isBad ? 1 - toGood : toBad);
        fate.IsLost |= random.Happens(_isBad ? lossInBad : lossInGood);
    }
}
