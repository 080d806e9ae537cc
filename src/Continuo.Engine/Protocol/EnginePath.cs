using System.Globalization;
using Continuo.Audio;
using Continuo.LocalSockets;

namespace Continuo.Engine.Protocol;

/// <summary>Path of a user's engine socket, and checks of its directory.</summary>
internal static class EnginePath
{
    private const ushort OthersMayWrite = 0x12;

    /// <c>continuo/engine.sock</c> below <c>XDG_RUNTIME_DIR</c>, or else in a directory of the user below the temporary directory.
    public static string Default
    {
        get
        {
            var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
            var directory = string.IsNullOrEmpty(runtime)
                ? Path.Combine(Path.GetTempPath(),
                    string.Create(CultureInfo.InvariantCulture, $"continuo-{(OperatingSystem.IsLinux() ? SocketFile.User : 0)}"))
                : Path.Combine(runtime, "continuo");
            return Path.Combine(directory, "engine.sock");
        }
    }

    /// <summary>Creates the directory of a socket if it does not exist, accessible only to this user.</summary>
    /// <exception cref="AudioException">It cannot be created, or other users may replace its files.</exception>
    internal static void PrepareDirectory(string path)
    {
        RequireLinux(path);
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AudioException(AudioErrorCode.AccessDenied, path, $"its directory cannot be created ({e.Message.TrimEnd('.')})",
                "Choose another path with --socket");
        }

        if (directory != Path.GetDirectoryName(Default)) return;
        if (SocketFile.OwnerOf(directory, out var mode) == SocketFile.User && (mode & OthersMayWrite) == 0) return;
        throw new AudioException(AudioErrorCode.AccessDenied, path, "its directory belongs to another user, or other users may write to it",
            "Remove the directory, or choose another path with --socket");
    }

    internal static void RequireLinux(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new AudioException(AudioErrorCode.Unsupported, path, "the engine process requires Linux",
                "Use an AudioEngine inside the process");
        }
    }
}
