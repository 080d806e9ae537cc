using System.Globalization;
using Continuo.Audio;

namespace Continuo.Clocks;

/// <summary>How a <see cref="RateMatcher"/> holds its delay. Immutable.</summary>
internal sealed record RateMatcherOptions
{
    /// <summary>As short a delay as the blocks allow, at most 200 ms.</summary>
    public static readonly RateMatcherOptions Default = new();

    /// <summary>
    /// From a frame's capture to its being read, at least. What the blocks need is added if this is less: the longest time that frames take to arrive,
    /// the block that is read, the filter's 24 frames, <see cref="Margin"/>.
    /// </summary>
    public TimeSpan TargetDelay { get; init; }

    /// <summary>How far ahead of being heard blocks are read, as far as is known before the first is: afterwards it is measured.</summary>
    public TimeSpan FirstLead { get; init; }

    /// <summary>Reserve for what arrives later than ever before.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The target delay is never more than this, however late frames arrive; 1 ms…10 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>A delay that stays above its target by more than this is brought back by a jump instead of by speed: audio is skipped, and counted.</summary>
    public TimeSpan MaxExcess { get; init; } = TimeSpan.FromMilliseconds(20);

    internal void Validate()
    {
        Require(TargetDelay >= TimeSpan.Zero && TargetDelay <= MaxDelay, "target delay", TargetDelay, "0…the longest delay");
        Require(Margin >= TimeSpan.Zero && Margin <= MaxDelay, "margin", Margin, "0…the longest delay");
        Require(MaxDelay.TotalMilliseconds is >= 1 and <= 10_000, "longest delay", MaxDelay, "1…10000 ms");
        Require(FirstLead >= TimeSpan.Zero && FirstLead <= MaxDelay, "lead of the first block", FirstLead, "0…the longest delay");
        Require(MaxExcess > TimeSpan.Zero, "excess", MaxExcess, "more than 0");
    }

    private static void Require(bool condition, string what, TimeSpan value, string range)
    {
        if (condition) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"{what} of {value.TotalMilliseconds} ms"), $"outside {range}", "Use RateMatcherOptions.Default");
    }
}
