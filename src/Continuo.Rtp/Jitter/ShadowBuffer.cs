using Continuo.Diagnostics;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// A jitter buffer without audio: it processes the real arrivals with its own target, and computes what that would have cost. Not
/// thread-safe; real-time-safe.
/// </summary>
/// <param name="forget">Weight of a half-second in its memory of delays, relative to the next one.</param>
/// <param name="tolerance">Factor of the share of half-seconds in which a packet may be late.</param>
internal sealed class ShadowBuffer(double forget, double tolerance)
{
    private const double ForgetCost = 0.975;
    private const double MissingWeight = 12;
    private const double BridgedShare = 0.5;
    private readonly DelayMemory _memory = new(forget, tolerance);
    private double _lostMs;
    private double _lateMs;

    /// <summary>Its current target, in ms.</summary>
    [RealTime]
    public double TargetMs { get; private set; }

    /// <summary>Length of its memory, in seconds.</summary>
    [RealTime]
    public double MemorySeconds => 0.5 / (1 - forget);

    /// <summary>Its delay plus the audio concealed in the last half-second, in ms.</summary>
    [RealTime]
    public double Cost { get; private set; }

    /// <summary>Mean of <see cref="Cost"/> over about 20 s.</summary>
    [RealTime]
    public double MeanCost { get; private set; }

    /// <summary>The share of half-seconds, 0…1, in which a packet may be later than its target.</summary>
    [RealTime]
    public double ToleratedShare => _memory.Tolerable(TargetMs);

    /// <summary>Clears all state.</summary>
    [RealTime]
    public void Clear()
    {
        _memory.Clear();
        (TargetMs, Cost, MeanCost, _lostMs, _lateMs) = (0, 0, 0, 0, 0);
    }

    /// <summary>Processes an arrival.</summary>
    /// <param name="transitMs">Its transit.</param>
    /// <param name="zero">The transit that is delay zero.</param>
    /// <param name="greatest">Maximum transit of this half-second.</param>
    /// <param name="isCopy">Whether it came as a copy in a later packet: the loss itself is not bridged.</param>
    [RealTime]
    public void Observe(double transitMs, double zero, double greatest, bool isCopy)
    {
        ref var missed = ref isCopy ? ref _lostMs : ref _lateMs;
        missed = Math.Max(missed, transitMs - zero - TargetMs);
        TargetMs = _memory.Target(zero, greatest);
    }

    /// <summary>Ends a half-second.</summary>
    [RealTime]
    public void EndWindow(double greatest)
    {
        _memory.Add(greatest);
        Cost = TargetMs + MissingWeight / tolerance * Math.Max(_lostMs, _lateMs - BridgedShare * TargetMs);
        MeanCost += (1 - ForgetCost) * (Cost - MeanCost);
        (_lostMs, _lateMs) = (0, 0);
    }
}
