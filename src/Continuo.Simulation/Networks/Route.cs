namespace Continuo.Simulation.Networks;

/// <summary>The fixed part of the delay, which changes in steps with the route.</summary>
/// <param name="steps">Start times (ms, rising; the first is 0) and delays (ms).</param>
public sealed class Route(params (double FromMs, double DelayMs)[] steps) : IImpairment
{
    /// <inheritdoc/>
    public void Apply(PacketFate fate, SimulationRandom random)
    {
        var i = steps.Length - 1;
        while (i > 0 && steps[i].FromMs > fate.SentMs) i--;
        fate.DelayMs += steps[i].DelayMs;
    }
}
