using Continuo.Audio;

namespace Continuo.Cli.Options;

/// <summary>Adds to an error what only the command line knows: its options, and suggestions.</summary>
internal static class Hints
{
    /// <param name="error">The error.</param>
    /// <param name="canWait">Whether the command has <c>--wait</c>.</param>
    public static Exception Improve(Exception error, bool canWait)
    {
        if (error is not AudioException e) return error;
        var scheme = e.Asked.Split(':', 2) is [var before, _] ? before : "";
        if (e.Code != AudioErrorCode.NotFound) return e;
        return scheme switch
        {
            "app" or "device" =>
                With(e, e.Happened + Suggestions.Words(e.Asked.Split('?')[0], OnServer(scheme)),
                    $"List what is available with 'continuo "
                    + $"{(scheme == "app" ? "apps" : "devices")}'{(canWait ? ", or wait for it with --wait" : "")}"),
            _ => With(e, e.Happened + Suggestions.Words(Path.GetFileName(e.Asked), Neighbours(e.Asked)), e.Remedy),
        };
    }

    private static AudioException With(AudioException e, string happened, string remedy) => new(e.Code, e.Asked, happened, remedy, e);

    private static string[] OnServer(string scheme)
    {
        try
        {
            using var server = Composition.Backend.Connect();
            return scheme == "app"
                ? [.. server.ListApplications().SelectMany(a => new[] { "app:" + a.Name, "app:" + a.Binary })]
                : [.. server.ListDevices().Select(d => d.Address)];
        }
        catch (AudioException)
        {
            return []; // it has disappeared meanwhile
        }
    }

    private static string[] Neighbours(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path));
            return folder is null || !Directory.Exists(folder)
                ? []
                : [.. Directory.EnumerateFiles(folder).Take(1000).Select(f => Path.GetFileName(f))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return []; // not a valid path
        }
    }
}
