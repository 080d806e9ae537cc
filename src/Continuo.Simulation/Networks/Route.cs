namespace Continuo.Simulation.Networks;

/// <summary>The fixed part of the delay, which changes in steps when the route does.</summary>
/// <param name="steps">From which time on (ms, rising; the first is 0) which delay (ms) holds.</param>
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
