namespace Continuo.Simulation.Networks;

/// <summary>
/// A slow link with a large buffer that is shared with bulk transfers: while a transfer is active it sends more than the link carries until
/// the buffer is full, then halves its rate, like a loss-based TCP.
/// </summary>
/// <param name="bufferMs">Time in which a full buffer empties.</param>
/// <param name="idleMs">Mean time without a transfer.</param>
/// <param name="busyMs">Mean duration of a transfer.</param>
public sealed class Bottleneck(double bufferMs, double idleMs, double busyMs) : IImpairment
{
    private const double Step = 1;
    private const double GrowthPerMs = 0.0004;

    private double _time;
    private double _backlog;
    private double _offered;
    private bool _isBusy;
    private double _switch = double.NaN;

    /// <inheritdoc/>
    public void Apply(PacketFate fate, SimulationRandom random)
    {
        if (double.IsNaN(_switch)) _switch = random.NextExponential(idleMs);
        for (; _time < fate.ArrivalMs; _time += Step) Advance(random);
        fate.DelayMs += _backlog;
        fate.IsLost |= _backlog >= bufferMs;
    }

    /// <summary>Load and backlog in units of the link's capacity: a load of 1.2 adds 0.2 ms of backlog per millisecond.</summary>
    private void Advance(SimulationRandom random)
    {
        if (_time >= _switch)
        {
            _isBusy = !_isBusy;
            _switch = _time + random.NextExponential(_isBusy ? busyMs : idleMs);
            _offered = _isBusy ? 0.8 : 0.3;
        }

        if (_isBusy) _offered = _backlog >= bufferMs ? _offered / 2 : Math.Min(1.6, _offered + GrowthPerMs);
        _backlog = Math.Clamp(_backlog + (_offered - 1) * Step, 0, bufferMs);
    }
}
