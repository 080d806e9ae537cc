using System.Globalization;
using Continuo.Audio;

namespace Continuo.Codecs.SoundFiles;

/// <summary>Checks positions in sound files.</summary>
internal static class SeekRange
{
    /// <summary>Requires that a file has a frame, or ends at it.</summary>
    /// <param name="frame">The frame to seek to.</param>
    /// <param name="frames">Length of the file in frames; −1 if unknown.</param>
    /// <param name="sampleRate">Frames per second.</param>
    /// <param name="path">The file, for the message.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if it has not.</exception>
    public static void Require(long frame, long frames, int sampleRate, string path)
    {
        if (frame >= 0 && (frames < 0 || frame <= frames)) return;
        var end = frames < 0 ? "its end"
            : string.Create(CultureInfo.InvariantCulture, $"{frames} ({(double)frames / sampleRate:0.###} s)");
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"frame {frame} of {path}"),
            "the file has no such frame", $"Choose one from 0 to {end}");
    }
}
