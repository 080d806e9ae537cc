using System.Globalization;
using Continuo.Server.Http;
using Continuo.Server.Options;

namespace Continuo.Server.Recordings;

/// <summary>Checks names that come from outside before they become names of objects and files.</summary>
internal static class FileNames
{
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

    /// <summary>Checks the name of a stream, player, recording or file by <see cref="EntryName"/>.</summary>
    /// <param name="what">For the message: <c>stream</c>.</param>
    /// <param name="name">The name.</param>
    /// <returns>The name, in Unicode's composed form.</returns>
    /// <exception cref="ProblemException">It is not allowed.</exception>
    public static string Check(string what, string? name)
    {
        return EntryName.Check(name, out var composed) is { } wrong ? throw Refuse(what, wrong) : composed;
    }

    /// <summary>Checks the name of a sound file, with its ending.</summary>
    /// <exception cref="ProblemException">It is not allowed, or the ending is not that of a sound file.</exception>
    public static string CheckFile(string? file)
    {
        var checkedName = Check("file", file);
        if (!ContentTypes.ContainsKey(Path.GetExtension(checkedName)))
        {
            throw Refuse(
                "file",
                $"'{Path.GetExtension(checkedName)}' is not the ending of a sound file.",
                $"Known are {string.Join(", ", ContentTypes.Keys)}.");
        }

        return checkedName;
    }

    /// <summary>Whether a file in the recordings directory is shown.</summary>
    public static bool IsSoundFile(string file) => file[0] != '.' && ContentTypes.ContainsKey(Path.GetExtension(file));

    /// <summary>The type that a file is served as.</summary>
    public static string ContentTypeOf(string file) => ContentTypes.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream");

    /// <summary>A name made of a stream's name and a time.</summary>
    public static string Of(string stream, DateTimeOffset time)
    {
        var letters = string.Concat(stream.EnumerateRunes().Select(r => EntryName.IsAllowed(r) ? r.ToString() : "-"));
        return $"{letters.Trim('.', ' ', '-')}-{time.ToLocalTime().ToString("yyyy-MM-dd-HHmmss", CultureInfo.InvariantCulture)}";
    }

    private static ProblemException Refuse(string what, string detail, string? advice = null) =>
        new(Problems.Invalid($"This {what} name cannot be used: {detail}", advice ?? "Choose another name."));
}
