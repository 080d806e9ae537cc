using Continuo.Audio;
using Continuo.Playing;

namespace Continuo.Cli.Options;

/// <summary>Loops as users write them: <c>10s-20s</c>, <c>1:30-2:00</c>, <c>0-500ms</c>.</summary>
internal static class LoopTimes
{
    /// <summary>Parses a region at a sample rate.</summary>
    /// <exception cref="AudioException">The text is invalid.</exception>
    public static LoopRegion Parse(string text, AudioFormat format)
    {
        var parts = text.Split('-');
        if (parts.Length == 2 && Durations.TryParse(parts[0], out var start) && Durations.TryParse(parts[1], out var end)
            && start >= TimeSpan.Zero && end > start && end <= Durations.Max)
        {
            return new LoopRegion(format.ToFrames(start), format.ToFrames(end));
        }

        throw new AudioException(AudioErrorCode.InvalidArgument, $"loop '{text}'", "not a start and a later end",
            "Write for example 10s-20s or 1:30-2:00");
    }
}
