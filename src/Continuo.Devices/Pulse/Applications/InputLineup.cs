using Continuo.Diagnostics;

namespace Continuo.Devices.Pulse.Applications;

/// <summary>
/// Lines up the streams that overhear one sink by what they have delivered. PipeWire's graph hands all of them the frames of a period
/// at once, so whenever nothing is on the way, the newest frames of all belong together to the frame. Times of arrival cannot say that:
/// they hold the delays of two processes, and a graph that was held up runs late against the clock for all its streams alike.
/// Used by the connection's thread only; real-time-safe.
/// </summary>
/// <remarks>
/// A look is taken when the loop had to wait: what had been seen before that is complete. The longer the wait, the surer; so a newcomer
/// is held back for <see cref="LineupState.Looks"/> of them, and the one after the longest wait counts. A stream that is behind the others in all of
/// <see cref="LineupState.LossLooks"/> has lost frames on its way, which the server does not tell: silence takes their place.
/// </remarks>
/// <param name="mixer">Where they are summed.</param>
/// <param name="leastLossFrames">To be less far behind is no loss.</param>
internal sealed class InputLineup<T>(InputMixer mixer, long leastLossFrames)
    where T : class, ILineupMember
{
    /// <summary>Frames that streams have lost on their way and that silence has taken the place of.</summary>
    public long LostFrames { get; private set; }

    /// <summary>Compares the streams as they were before the loop's last turn.</summary>
    /// <param name="inputs">All of them.</param>
    /// <param name="waited">How long the turn had to wait, in nanoseconds.</param>
    [RealTime]
    public void Look(ReadOnlySpan<T> inputs, long waited)
    {
        if (waited < PulseLimits.WaitedNanoseconds) return;
        foreach (var input in inputs) input.Line.Advance(input.SeenEnd);
        foreach (var input in inputs)
        {
            if (!input.IsOurs || !input.Line.IsFresh) continue;
            if (mixer.IsPlaced(input.Place)) LookForLoss(input, inputs);
            else input.Line.Compare(waited, TryFront(inputs, input, out var front) ? front - input.SeenEnd : null);
        }
    }

    /// <summary>Whether the audio that waits can be given to the mixer; a newcomer is placed then.</summary>
    /// <param name="input">Has audio waiting.</param>
    /// <param name="now">The time.</param>
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
    private void LookForLoss(T input, ReadOnlySpan<T> inputs)
    {
        if (!TryFront(inputs, input, out var front)) return;
        var lost = input.Line.Lag(front - FrontOf(input), leastLossFrames);
        if (lost == 0) return;
        mixer.Skip(input.Place, (int)lost);
        input.Delay((int)lost);
        LostFrames += lost;
    }

    // The place of the newest frame that any other stream of the same sink has delivered.
    [RealTime]
    private bool TryFront(ReadOnlySpan<T> inputs, T but, out long front)
    {
        front = long.MinValue;
        foreach (var other in inputs)
        {
            if (ReferenceEquals(other, but) || other.Sink != but.Sink || !other.Line.IsFresh || !other.IsOurs || !mixer.IsPlaced(other.Place)) continue;
            front = Math.Max(front, FrontOf(other));
        }

        return front != long.MinValue;
    }

    [RealTime]
    private long FrontOf(T input) => mixer.EndOf(input.Place) + input.SeenEnd - input.Position;
}
