using System.Globalization;

namespace Continuo.Playing;

/// <summary>Current write-ahead of an output and its cause.</summary>
/// <param name="Ahead">Current write-ahead.</param>
/// <param name="Least">Minimum, from <see cref="PlaybackOptions.WriteAhead"/>.</param>
/// <param name="Most">Maximum, from <see cref="PlaybackOptions.MaxLag"/>.</param>
/// <param name="Cause">Cause of the current value.</param>
/// <param name="CausingPause">The pause that caused it, if the cause is <see cref="WriteAheadCause.LongPause"/>.</param>
/// <param name="PauseP999">99.9th percentile of the pauses in the last minute.</param>
/// <param name="LongestPause">Longest pause since the start.</param>
/// <param name="Growths">Number of increases.</param>
/// <param name="Shrinks">Number of decreases.</param>
internal readonly record struct WriteAheadStatistics(
    TimeSpan Ahead, TimeSpan Least, TimeSpan Most, WriteAheadCause Cause, TimeSpan CausingPause, TimeSpan PauseP999, TimeSpan LongestPause,
    long Growths, long Shrinks)
{
    /// <summary>Formats the report as one sentence.</summary>
    public override string ToString()
    {
        if (Cause == WriteAheadCause.Fixed && Ahead == TimeSpan.Zero) return "writes as fast as the sink accepts audio";
        var because = Cause switch
        {
            WriteAheadCause.Fixed => "fixed by the sink",
            WriteAheadCause.Pauses => "because pauses need it",
            WriteAheadCause.LongPause => $"because of a pause of {Ms(CausingPause)}",
            WriteAheadCause.Underrun => "because the device ran dry",
            WriteAheadCause.Calm => "reduced after a calm period",
            _ => "as configured",
        };
        var pauses = LongestPause == TimeSpan.Zero
            ? "no pauses so far"
            : $"99.9 % of pauses are below {Ms(PauseP999)}, the longest was {Ms(LongestPause)}";
        var limit = Ahead >= Most && Cause is not (WriteAheadCause.Options or WriteAheadCause.Fixed) ? $"; the maximum is {Ms(Most)}" : "";
        return $"writes {Ms(Ahead)} ahead, {because}; {pauses}{limit}";
    }

    private static string Ms(TimeSpan time) => time.TotalMilliseconds < 10
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");
}
