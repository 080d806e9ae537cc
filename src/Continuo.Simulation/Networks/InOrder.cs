namespace Continuo.Simulation.Networks;

/// <summary>A queue: packets keep their order and leave at least a little apart.</summary>
public sealed class InOrder(double spacingMs = 0.1) : IImpairment
{
    private double _last = double.NegativeInfinity;

    /// <inheritdoc/>
    public void Apply(PacketFate fate, SimulationRandom random)
    {
        if (fate.IsLost) return;
        fate.DelayMs = Math.Max(fate.ArrivalMs, _last + spacingMs) - fate.SentMs;
        _last = fate.ArrivalMs;
    }
}
