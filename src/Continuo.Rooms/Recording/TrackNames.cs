using System.Globalization;

namespace Continuo.Rooms.Recording;

/// <summary>File names of speakers. One thread at a time.</summary>
internal sealed class TrackNames(string directory, string ending)
{
    private const int MaxLength = 60;

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A path that no other file has: <c>Anna.flac</c>, <c>Anna-2.flac</c>.</summary>
    public string PathFor(string name)
    {
        var stem = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ' ? c : '_')).Trim('.', ' ');
        stem = stem.Length == 0 ? "speaker" : stem.Length > MaxLength ? stem[..MaxLength] : stem;
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(directory,
                string.Create(CultureInfo.InvariantCulture, $"{stem}{(number == 1 ? "" : $"-{number}")}.{ending}"));
            if (!Path.Exists(path) && _taken.Add(path)) return path;
        }
    }
}
