using System.Globalization;
using System.Text;
using Continuo.Server.Http;

namespace Continuo.Server.Recordings;

/// <summary>Checks names that come from outside before they become names of objects and files.</summary>
internal static class FileNames
{
    private const int MaxCharacters = 100;
    private const int MaxBytes = 200; // what a file system takes, with room for endings

    /// <summary>Endings of sound files, with the type they are served as.</summary>
    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".wav"] = "audio/wav",
        [".flac"] = "audio/flac",
        [".ogg"] = "audio/ogg",
        [".opus"] = "audio/ogg; codecs=opus",
        [".mp3"] = "audio/mpeg",
        [".aiff"] = "audio/aiff",
        [".aif"] = "audio/aiff",
        [".caf"] = "audio/x-caf",
        [".w64"] = "audio/x-w64",
    };

    /// <summary>Checks the name of a stream, player, recording or file: letters, digits, spaces and <c>. _ - ( ) + ,</c>; no path, no leading dot.</summary>
    /// <param name="what">For the message: <c>stream</c>.</param>
    /// <param name="name">The name.</param>
    /// <returns>The name, in Unicode's composed form.</returns>
    /// <exception cref="ProblemException">It is not allowed.</exception>
    public static string Check(string what, string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) throw Refuse(what, "The name is empty.");
        if (!name.IsNormalized()) name = Normalize(what, name);
        if (name.Length > MaxCharacters || Encoding.UTF8.GetByteCount(name) > MaxBytes) throw Refuse(what, $"The name is longer than {MaxCharacters} characters or {MaxBytes} bytes.");
        if (name[0] is '.' or ' ' || name[^1] is '.' or ' ') throw Refuse(what, "The name begins or ends with a dot or a space.");
        if (!name.EnumerateRunes().All(IsAllowed)) throw Refuse(what, "The name has characters other than letters, digits, spaces and . _ - ( ) + ,");
        return name;
    }

    /// <summary>Checks the name of a sound file, with its ending.</summary>
    /// <exception cref="ProblemException">It is not allowed, or the ending is not that of a sound file.</exception>
    public static string CheckFile(string? file)
    {
        var checkedName = Check("file", file);
        if (!ContentTypes.ContainsKey(Path.GetExtension(checkedName))) throw Refuse("file", $"'{Path.GetExtension(checkedName)}' is not the ending of a sound file.", $"Known are {string.Join(", ", ContentTypes.Keys)}.");
        return checkedName;
    }

    /// <summary>Whether a file in the recordings directory is shown.</summary>
    public static bool IsSoundFile(string file) => file[0] != '.' && ContentTypes.ContainsKey(Path.GetExtension(file));

    /// <summary>The type that a file is served as.</summary>
    public static string ContentTypeOf(string file) => ContentTypes.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream");

    /// <summary>A name made of a stream's name and a time.</summary>
    public static string Of(string stream, DateTimeOffset time)
    {
        var letters = string.Concat(stream.EnumerateRunes().Select(r => IsAllowed(r) ? r.ToString() : "-"));
        return $"{letters.Trim('.', ' ', '-')}-{time.ToLocalTime().ToString("yyyy-MM-dd-HHmmss", CultureInfo.InvariantCulture)}";
    }

    private static bool IsAllowed(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark || rune.Value is ' ' or '.' or '_' or '-' or '(' or ')' or '+' or ',';

    private static string Normalize(string what, string name)
    {
        try
        {
            return name.Normalize();
        }
        catch (ArgumentException)
        {
            throw Refuse(what, "The name is not valid Unicode.");
        }
    }

    private static ProblemException Refuse(string what, string detail, string? advice = null) => new(Problems.Invalid($"This {what} name cannot be used: {detail}", advice ?? "Choose another name."));
}
