using Continuo.Diagnostics;

namespace Continuo.Devices.Pulse.Applications;

/// <summary>
/// Aligns the streams that record one sink by the frames they have delivered. PipeWire's graph passes the frames of a period to all of them
/// at once, so whenever nothing is in transit, the newest frames of all streams belong together exactly. Arrival times are not sufficient:
/// they contain the delays of two processes, and a delayed graph is late against the clock for all its streams alike. Used by the
/// connection's thread only; real-time-safe.
/// </summary>
/// <remarks>
/// A comparison is made when the loop had to wait: everything sent before that has arrived. The longer the wait, the more reliable it is;
/// so a new stream is held back for <see cref="LineupState.PlacementComparisons"/> comparisons, and the one after the longest wait counts.
/// A stream that is behind the others in all of <see cref="LineupState.LossComparisons"/> comparisons has lost frames on its way, which the
/// server does not report: silence replaces them.
/// </remarks>
/// <param name="mixer">The mixer of the streams.</param>
/// <param name="leastLossFrames">A smaller difference is not a loss.</param>
internal sealed class InputLineup<T>(InputMixer mixer, long leastLossFrames)
    where T : class, ILineupMember
{
    /// <summary>Frames that streams have lost and that were replaced by silence.</summary>
    public long LostFrames { get; private set; }

    /// <summary>Compares the streams as they were before the loop's last iteration.</summary>
    /// <param name="inputs">All streams.</param>
    /// <param name="waited">How long the iteration had to wait, in nanoseconds.</param>
    [RealTime]
    public void Compare(ReadOnlySpan<T> inputs, long waited)
    {
        if (waited < PulseLimits.WaitedNanoseconds) return;
        foreach (var input in inputs) input.Line.Advance(input.SeenEnd);
        foreach (var input in inputs)
        {
            if (!input.IsOurs || !input.Line.IsFresh) continue;
            if (mixer.IsPlaced(input.Place)) CheckForLoss(input, inputs);
            else input.Line.Compare(waited, TryFront(inputs, input, out var front) ? front - input.SeenEnd : null);
        }
    }

    /// <summary>Whether the pending audio can be passed to the mixer; a new stream is placed then.</summary>
    /// <param name="input">A stream with pending audio.</param>
    /// <param name="now">Current time.</param>
    [RealTime]
    public bool IsSettled(T input, long now)
    {
        if (mixer.IsPlaced(input.Place)) return true;
        if (!input.Line.IsDecided(now) && !input.HasEnded) return false;
        if (input.Line.Start is { } start) mixer.PlaceAt(input.Place, start + input.Position);
        input.Line.Restart();
        return true;
    }

    [RealTime]
    private void CheckForLoss(T input, ReadOnlySpan<T> inputs)
    {
        if (!TryFront(inputs, input, out var front)) return;
        var lost = input.Line.Lag(front - FrontOf(input), leastLossFrames);
        if (lost == 0) return;
        mixer.Skip(input.Place, (int)lost);
        input.Delay((int)lost);
        LostFrames += lost;
    }

    // Position of the newest frame that any other stream of the same sink has delivered.
    [RealTime]
    private bool TryFront(ReadOnlySpan<T> inputs, T but, out long front)
    {
        front = long.MinValue;
        foreach (var other in inputs)
        {
            if (ReferenceEquals(other, but) || other.Sink != but.Sink || !other.Line.IsFresh || !other.IsOurs
                || !mixer.IsPlaced(other.Place))
            {
                continue;
            }

            front = Math.Max(front, FrontOf(other));
        }

        return front != long.MinValue;
    }

    [RealTime]
    private long FrontOf(T input) => mixer.EndOf(input.Place) + input.SeenEnd - input.Position;
}
