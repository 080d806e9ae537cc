using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Cli.Desk;

/// <summary>Where desks keep what was set: <c>$XDG_STATE_HOME/continuo/desk/NAME.json</c>.</summary>
internal static class DeskFiles
{
    /// <summary>The file of a desk's volumes.</summary>
    /// <exception cref="AudioException">The user has no home directory.</exception>
    public static string VolumesOf(DeskConfig config)
    {
        if (config.VolumesFile is { } file) return file;
        var state = Path.GetDirectoryName(MachineProfileFile.Path)
            ?? throw new AudioException(AudioErrorCode.NotFound, $"the volumes of '{config.Name}'",
                "there is no home directory to save them in", "Set volumesFile in the configuration, or XDG_STATE_HOME");
        return Path.Combine(state, "desk", $"{Slug(config.Name)}.json");
    }

    /// <summary>A text as a part of file names and certificate names: letters, digits and <c>-</c>.</summary>
    public static string Slug(string text)
    {
        var slug = string.Concat(text.Normalize().Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));
        return text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && text.Any(char.IsAsciiLetterOrDigit)
            ? slug
            : $"{slug}-{Hash(text):x8}";
    }

    // FNV-1a: names that differ only in other characters have different files.
    private static uint Hash(string text) => text.Aggregate(2166136261u, (hash, c) => unchecked((hash ^ c) * 16777619));
}
