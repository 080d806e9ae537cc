
namespace Continuo.Clocks;

/// <summary>The books of a <see cref="RateMatcher"/>, in frames: written = read (at the writer's rate) + skipped + waiting.</summary>
/// <param name="Written">Frames that were handed over.</param>
/// <param name="Skipped">Frames that were given up: at the start, to come back to the target delay, or because there was no room.</param>
/// <param name="Missing">Frames that were asked for in vain after the first was read.</param>
/// <param name="Underruns">Number of times the audio broke off.</param>
/// <param name="Jumps">Number of times the delay was brought back to its target by a jump after the audio had begun.</param>
internal readonly record struct RateMatcherStatistics(long Written, long Skipped, long Missing, long Underruns, long Jumps);
