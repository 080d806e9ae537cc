namespace Continuo.Simulation.Networks;

/// <summary>
/// From time to time no packet passes for a while: packets that arrive meanwhile wait until the end of the stall, or are lost. Contention,
/// hand-over, a spike.
/// </summary>
/// <param name="gapMs">Draws the time from the end of one stall (or from the start) to the next.</param>
/// <param name="lengthMs">Draws how long a stall lasts.</param>
/// <param name="lostShare">Share of the packets during a stall that is lost.</param>
public sealed class Stalls(
    Func<SimulationRandom, double> gapMs,
    Func<SimulationRandom, double> lengthMs,
    double lostShare = 0) : IImpairment
{
    private double _start = double.NaN;
    private double _end;

    /// <summary>A single stall at a time in milliseconds.</summary>
    public static Stalls Once(double atMs, double lengthMs) => Every(atMs, lengthMs, double.PositiveInfinity);

    /// <summary>A stall every <paramref name="periodMs"/>, the first at <paramref name="atMs"/>.</summary>
    public static Stalls Every(double atMs, double lengthMs, double periodMs)
    {
        var isFirst = true;
        return new Stalls(_ => First() ? atMs : periodMs - lengthMs, _ => lengthMs);

        bool First()
        {
            var was = isFirst;
            isFirst = false;
            return was;
        }
    }

    /// <inheritdoc/>
    public void Apply(PacketFate fate, SimulationRandom random)
    {
        if (double.IsNaN(_start)) Next(0, random);
        while (fate.ArrivalMs >= _end && !double.IsInfinity(_start)) Next(_end, random);
        if (fate.ArrivalMs < _start) return;
        if (random.Happens(lostShare)) fate.IsLost = true;
        fate.DelayMs = _end - fate.SentMs;
    }

    private void Next(double from, SimulationRandom random)
    {
        _start = from + Math.Max(0, gapMs(random));
        _end = _start + Math.Max(0.001, lengthMs(random));
    }
}
