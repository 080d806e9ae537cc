using System.Globalization;
using Continuo.Audio;
using Continuo.LocalSockets;

namespace Continuo.Engine.Protocol;

/// <summary>Where the engine of a user listens, and to whom that place belongs.</summary>
internal static class EnginePath
{
    private const ushort OthersMayWrite = 0x12;

    /// <summary>
    /// <c>continuo/engine.sock</c> below <c>XDG_RUNTIME_DIR</c>; without that, below the temporary directory in one of the user's own.
    /// </summary>
    public static string Default
    {
        get
        {
            var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
            var directory = string.IsNullOrEmpty(runtime)
                ? Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"continuo-{(OperatingSystem.IsLinux() ? SocketFile.User : 0)}"))
                : Path.Combine(runtime, "continuo");
            return Path.Combine(directory, "engine.sock");
        }
    }

    /// <summary>Makes the directory of a socket, if it is not there, for this user alone.</summary>
    /// <exception cref="AudioException">It cannot be made, or others may replace what lies in it.</exception>
    internal static void PrepareDirectory(string path)
    {
        RequireLinux(path);
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            if (!OperatingSystem.IsWindows()) Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AudioException(AudioErrorCode.AccessDenied, path, $"its directory cannot be made ({e.Message.TrimEnd('.')})", "Choose another place with --socket");
        }

        if (directory != Path.GetDirectoryName(Default)) return;
        if (SocketFile.OwnerOf(directory, out var mode) == SocketFile.User && (mode & OthersMayWrite) == 0) return;
        throw new AudioException(AudioErrorCode.AccessDenied, path, "its directory belongs to someone else, or others may write there", "Remove the directory, or choose another place with --socket");
    }

    internal static void RequireLinux(string path)
    {
        if (!OperatingSystem.IsLinux()) throw new AudioException(AudioErrorCode.Unsupported, path, "the engine runs as a process of its own on Linux only", "Use an AudioEngine inside the process");
    }
}
