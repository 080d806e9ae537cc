using Continuo.Audio;

namespace Continuo.Mumble.Control;

/// <summary>The directory of certificates and fingerprints, readable by this user only. Files are replaced as a whole.</summary>
internal static class StateFiles
{
    /// <summary>The directory unless the options name one.</summary>
    public static string DefaultDirectory
    {
        get
        {
            var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            if (Path.IsPathFullyQualified(state ?? "")) return Path.Combine(state!, "continuo", "mumble");
            var home = Environment.GetFolderPath(OperatingSystem.IsWindows()
                ? Environment.SpecialFolder.LocalApplicationData
                : Environment.SpecialFolder.UserProfile);
            return OperatingSystem.IsWindows()
                ? Path.Combine(home, "continuo", "mumble")
                : Path.Combine(home, ".local", "state", "continuo", "mumble");
        }
    }

    /// <summary>Writes a file beside its final path, and then moves it there.</summary>
    /// <exception cref="AudioException">It cannot be written.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var part = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.part";
        try
        {
            var directory = Path.GetDirectoryName(path)!;
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
            else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(part, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new AudioException(e is UnauthorizedAccessException ? AudioErrorCode.AccessDenied : AudioErrorCode.InputOutput, path,
                e.Message.TrimEnd('.'), "Set XDG_STATE_HOME to a directory that you may write to", e);
        }
    }
}
