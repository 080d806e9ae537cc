using System.Globalization;
using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Engine.Interop;

namespace Continuo.Engine;

/// <summary>Where the engine of a user listens, and to whom that place belongs.</summary>
public static class EnginePath
{
    private const ushort TypeMask = 0xF000;
    private const ushort SocketType = 0xC000;
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
                ? Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"continuo-{(OperatingSystem.IsLinux() ? LinuxProcess.EffectiveUser() : 0)}"))
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
        if (Owner(directory, out var mode) == LinuxProcess.EffectiveUser() && (mode & OthersMayWrite) == 0) return;
        throw new AudioException(AudioErrorCode.AccessDenied, path, "its directory belongs to someone else, or others may write there", "Remove the directory, or choose another place with --socket");
    }

    /// <summary>Whether something lies at a path; and if so, refuses what is no socket or belongs to someone else.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.AccessDenied"/> if the engine must not touch it.</exception>
    internal static bool Exists(string path)
    {
        if (Owner(path, out var mode) is not { } owner) return false;
        if ((mode & TypeMask) != SocketType) throw new AudioException(AudioErrorCode.AccessDenied, path, "it is no socket but another file", "Choose another place with --socket");
        if (owner == LinuxProcess.EffectiveUser()) return true;
        throw new AudioException(AudioErrorCode.AccessDenied, path, string.Create(CultureInfo.InvariantCulture, $"this socket belongs to another user (id {owner})"), "Choose another place with --socket");
    }

    /// <summary>The path as a socket's address.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if it is too long for one.</exception>
    internal static UnixDomainSocketEndPoint EndPoint(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, path, "the path of a socket has 1…107 bytes", "Choose a shorter one");
        }
    }

    internal static void RequireLinux(string path)
    {
        if (!OperatingSystem.IsLinux()) throw new AudioException(AudioErrorCode.Unsupported, path, "the engine runs as a process of its own on Linux only", "Use an AudioEngine inside the process");
    }

    private static unsafe uint? Owner(string path, out ushort mode)
    {
        LinuxProcess.FileStatus status;
        if (LinuxProcess.Status(LinuxProcess.AtWorkingDirectory, path, LinuxProcess.NoFollow, LinuxProcess.WantTypeModeUser, &status) != 0)
        {
            mode = 0;
            return null;
        }

        mode = status.Mode;
        return status.User;
    }
}
