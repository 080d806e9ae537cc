using System.Globalization;
using Continuo.Audio;

namespace Continuo.Playing;

/// <summary>A loop region in frames from the start of the tracks.</summary>
/// <param name="Start">The first frame.</param>
/// <param name="End">The frame after the last.</param>
public readonly record struct LoopRegion(long Start, long End)
{
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if it begins before 0 or is shorter than
    /// <paramref name="shortest"/> frames.</exception>
    internal void Validate(long shortest)
    {
        if (Start >= 0 && End - Start >= shortest) return;
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"loop from frame {Start} to {End}"),
            string.Create(CultureInfo.InvariantCulture, $"a loop must begin at 0 or later and have at least {shortest} frames"),
            "Choose a longer region");
    }
}
