using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Continuo.Codecs.SoundFiles.Interop;

namespace Continuo.Codecs.SoundFiles;

/// <summary>What libsndfile noted while it opened a file. Only there does it say that a WAV file is shorter than its header promises.</summary>
internal static unsafe partial class FileLog
{
    private const int MaxBytes = 8192;

    // Writers that cannot know the length beforehand put in the largest there is; that promises nothing.
    private const long LargestKnown = 0x7FFF_0000;

    /// <summary>How much audio a WAV file lacks, in words; null if it is complete, or of a kind that does not tell.</summary>
    public static string? MissingAudio(SndFileHandle file, in SndFile.FileShape shape)
    {
        if ((shape.Format & SndFile.TypeMask) is not (SndFile.Wav or SndFile.WavExtensible)) return null;
        var bytes = stackalloc byte[MaxBytes];
        var length = SndFile.Command(file, SndFile.GetLogText, bytes, MaxBytes);
        var match = DataLength().Match(Encoding.Latin1.GetString(bytes, Math.Clamp(length, 0, MaxBytes)));
        if (!match.Success) return null;
        var promised = long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var present = long.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        if (promised >= LargestKnown || promised <= present) return null;
        return present == 0 || shape.Frames <= 0
            ? "all of its audio is missing"
            : string.Create(CultureInfo.InvariantCulture, $"{(double)(promised - present) / present * shape.Frames / shape.SampleRate:0.###} s of its audio are missing");
    }

    [GeneratedRegex(@"^data : (\d{1,18}) \(should be (\d{1,18})\)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex DataLength();
}
