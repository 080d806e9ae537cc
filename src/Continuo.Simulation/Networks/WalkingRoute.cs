namespace Continuo.Simulation.Networks;

/// <summary>The fixed part of the delay, chosen again at the start of each period, as when satellites alternate.</summary>
public sealed class WalkingRoute(double periodMs, double fromMs, double toMs) : IImpairment
{
    private double _until = double.NegativeInfinity;
    private double _delay;

    /// <inheritdoc/>
    public void Apply(PacketFate fate, SimulationRandom random)
    {
        while (fate.SentMs >= _until)
        {
            _delay = fromMs + (toMs - fromMs) * random.NextDouble();
            _until = double.IsInfinity(_until) ? periodMs : _until + periodMs;
        }

        fate.DelayMs += _delay;
    }
}
