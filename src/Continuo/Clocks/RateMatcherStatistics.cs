
namespace Continuo.Clocks;

/// <summary>Statistics of a <see cref="RateMatcher"/>, in frames: written = read (at the writer's rate) + skipped + waiting.</summary>
/// <param name="Written">Frames written.</param>
/// <param name="Skipped">Frames dropped: at the start, to return to the target delay, or because there was no room.</param>
/// <param name="Missing">Frames that were requested but not available, after the first read.</param>
/// <param name="Underruns">Number of times the audio was interrupted.</param>
/// <param name="Jumps">Number of times the delay was corrected by a jump after the audio had begun.</param>
internal readonly record struct RateMatcherStatistics(long Written, long Skipped, long Missing, long Underruns, long Jumps);
