using System.Globalization;

namespace Continuo.Playing;

/// <summary>How far an output writes ahead, and why.</summary>
/// <param name="Ahead">How much is written before it is heard.</param>
/// <param name="Least">What it never goes below: <see cref="PlaybackOptions.WriteAhead"/>.</param>
/// <param name="Most">What it never exceeds: <see cref="PlaybackOptions.MaxLag"/>.</param>
/// <param name="Cause">What made it so.</param>
/// <param name="CausingPause">The pause that did, if <see cref="WriteAheadCause.LongPause"/>.</param>
/// <param name="PauseP999">What 99.9 % of the pauses of the last minute do not exceed.</param>
/// <param name="LongestPause">The longest since the beginning.</param>
/// <param name="Growths">How often it has grown.</param>
/// <param name="Shrinks">How often it has gone down.</param>
public readonly record struct WriteAheadReport(
    TimeSpan Ahead, TimeSpan Least, TimeSpan Most, WriteAheadCause Cause, TimeSpan CausingPause, TimeSpan PauseP999, TimeSpan LongestPause, long Growths, long Shrinks)
{
    /// <summary>The report as one sentence for people.</summary>
    public override string ToString()
    {
        if (Cause == WriteAheadCause.Fixed && Ahead == TimeSpan.Zero) return "writes whenever the sink takes it";
        var because = Cause switch
        {
            WriteAheadCause.Fixed => "as the sink was told to",
            WriteAheadCause.Pauses => "because pauses need it",
            WriteAheadCause.LongPause => $"because it paused for {Ms(CausingPause)}",
            WriteAheadCause.Underrun => "because the device ran dry",
            WriteAheadCause.Calm => "less than before, because it is calm",
            _ => "as the options ask for",
        };
        var pauses = LongestPause == TimeSpan.Zero ? "no pauses so far" : $"99.9 % of its pauses are below {Ms(PauseP999)}, the longest was {Ms(LongestPause)}";
        var limit = Ahead >= Most && Cause is not (WriteAheadCause.Options or WriteAheadCause.Fixed) ? $"; more than {Ms(Most)} is not allowed" : "";
        return $"writes {Ms(Ahead)} ahead, {because}; {pauses}{limit}";
    }

    private static string Ms(TimeSpan time) => time.TotalMilliseconds < 10
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");
}
