using System.Globalization;
using Continuo.Audio;

namespace Continuo.Clocks;

/// <summary>Options of a <see cref="RateMatcher"/>. Immutable.</summary>
internal sealed record RateMatcherOptions
{
    /// <summary>The shortest delay that the blocks allow, at most 200 ms.</summary>
    public static readonly RateMatcherOptions Default = new();

    /// <summary>
    /// Minimum delay from a frame's capture to its read. If the blocks need more, that is used: the longest arrival time, the block that is
    /// read, the filter's 24 frames, and <see cref="Margin"/>.
    /// </summary>
    public TimeSpan TargetDelay { get; init; }

    /// <summary>How far ahead of being heard blocks are read. Used for the first read; later it is measured.</summary>
    public TimeSpan FirstLead { get; init; }

    /// <summary>Reserve for frames that arrive later than any before.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Maximum target delay, however late frames arrive; 1 ms…10 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// A delay that exceeds its target by more than this for a lasting time is corrected by a jump instead of by speed: audio is skipped
    /// and counted.
    /// </summary>
    public TimeSpan MaxExcess { get; init; } = TimeSpan.FromMilliseconds(20);

    internal void Validate()
    {
        Require(TargetDelay >= TimeSpan.Zero && TargetDelay <= MaxDelay, "target delay", TargetDelay, "0…the maximum delay");
        Require(Margin >= TimeSpan.Zero && Margin <= MaxDelay, "margin", Margin, "0…the maximum delay");
        Require(MaxDelay.TotalMilliseconds is >= 1 and <= 10_000, "longest delay", MaxDelay, "1…10000 ms");
        Require(FirstLead >= TimeSpan.Zero && FirstLead <= MaxDelay, "lead of the first block", FirstLead, "0…the maximum delay");
        Require(MaxExcess > TimeSpan.Zero, "excess", MaxExcess, "more than 0");
    }

    private static void Require(bool condition, string what, TimeSpan value, string range)
    {
        if (condition) return;
        throw new AudioException(AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"{what} of {value.TotalMilliseconds} ms"), $"outside {range}",
            "Use RateMatcherOptions.Default");
    }
}
