using System.Globalization;
using System.Net.Sockets;
using Continuo.Audio;
using Continuo.LocalSockets.Interop;

namespace Continuo.LocalSockets;

/// <summary>What lies at the path of a Unix socket, and whose it is. Linux only.</summary>
internal static class SocketFile
{
    private const ushort TypeMask = 0xF000;
    private const ushort SocketType = 0xC000;

    /// <summary>This process's effective user.</summary>
    public static uint User => LinuxFiles.EffectiveUser();

    /// <summary>Whether something lies at a path; and if so, refuses what is no socket or belongs to someone else.</summary>
    /// <param name="path">The socket's path.</param>
    /// <param name="alternative">What to do instead, for the error.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.AccessDenied"/> if it must not be touched.</exception>
    public static bool Exists(string path, string alternative)
    {
        if (OwnerOf(path, out var mode) is not { } owner) return false;
        if ((mode & TypeMask) != SocketType) throw new AudioException(AudioErrorCode.AccessDenied, path, "it is no socket but another file", alternative);
        if (owner == User) return true;
        throw new AudioException(AudioErrorCode.AccessDenied, path, string.Create(CultureInfo.InvariantCulture, $"this socket belongs to another user (id {owner})"), alternative);
    }

    /// <summary>The path as a socket's address.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if it is too long for one.</exception>
    public static UnixDomainSocketEndPoint EndPoint(string path)
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

    /// <summary>The user whom a file, socket or directory belongs to; <see langword="null"/> if it is not there. Links are not followed.</summary>
    /// <param name="path">Where.</param>
    /// <param name="mode">Its type and permissions, as in <c>st_mode</c>.</param>
    public static unsafe uint? OwnerOf(string path, out ushort mode)
    {
        LinuxFiles.FileStatus status;
        if (LinuxFiles.Status(LinuxFiles.AtWorkingDirectory, path, LinuxFiles.NoFollow, LinuxFiles.WantTypeModeUser, &status) != 0)
        {
            mode = 0;
            return null;
        }

        mode = status.Mode;
        return status.User;
    }
}
