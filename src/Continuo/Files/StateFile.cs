using Continuo.Audio;

namespace Continuo.Files;

/// <summary>
/// The small files in which a program keeps what it must know at its next start: a profile, a certificate, volumes. They are replaced as a
/// whole, so that each has the old content or the new whatever happens meanwhile. Thread-safe; of two writers the later one wins.
/// </summary>
internal static class StateFile
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerDirectory = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>
    /// Path of a file in the user's state directory: <c>$XDG_STATE_HOME/continuo</c>, usually <c>~/.local/state/continuo</c>; on Windows
    /// <c>%LOCALAPPDATA%\continuo</c>.
    /// </summary>
    /// <param name="name">Path below that directory.</param>
    /// <returns><see langword="null"/> if the user has no home directory.</returns>
    public static string? PathOf(string name)
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (Path.IsPathFullyQualified(state ?? "")) return Path.Combine(state!, "continuo", name);
        var windows = OperatingSystem.IsWindows();
        var home = Environment.GetFolderPath(
            windows ? Environment.SpecialFolder.LocalApplicationData : Environment.SpecialFolder.UserProfile);
        if (home.Length == 0) return null;
        return windows ? Path.Combine(home, "continuo", name) : Path.Combine(home, ".local", "state", "continuo", name);
    }

    /// <inheritdoc cref="PathOf"/>
    /// <exception cref="AudioException">The user has no home directory.</exception>
    public static string RequiredPathOf(string name) => PathOf(name) ?? throw new AudioException(AudioErrorCode.NotFound, name,
        "this user has no home directory to keep it in", "Set XDG_STATE_HOME to a directory that you may write to");

    /// <summary>Writes a new file beside the path, and moves it there when it is complete and on the disk.</summary>
    /// <param name="path">Its directory is created if there is none.</param>
    /// <param name="content">The whole file.</param>
    /// <param name="secret">Whether file, and directory if it is created, are for this user alone.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InputOutput"/> or <see cref="AudioErrorCode.AccessDenied"/>: it cannot be written. An earlier file is as
    /// it was.
    /// </exception>
    public static void Replace(string path, ReadOnlySpan<byte> content, bool secret = false)
    {
        var part = $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.part";
        try
        {
            var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (secret && !OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(directory, OwnerDirectory);
                options.UnixCreateMode = OwnerFile;
            }
            else
            {
                Directory.CreateDirectory(directory);
            }

            try
            {
                using (var file = new FileStream(part, options))
                {
                    file.Write(content);
                    file.Flush(flushToDisk: true);
                }

                File.Move(part, path, overwrite: true);
            }
            catch
            {
                File.Delete(part);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new AudioException(e is UnauthorizedAccessException ? AudioErrorCode.AccessDenied : AudioErrorCode.InputOutput, path,
                e.Message.TrimEnd('.'), "Name a directory that you may write to; $XDG_STATE_HOME moves the usual one", e);
        }
    }
}
