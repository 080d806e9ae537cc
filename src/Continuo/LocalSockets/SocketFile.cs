using System.Globalization;
using System.Net.Sockets;
using Continuo.Audio;
using Continuo.LocalSockets.Interop;

namespace Continuo.LocalSockets;

/// <summary>The file at the path of a Unix socket, and its owner. Linux only.</summary>
internal static class SocketFile
{
    private const ushort TypeMask = 0xF000;
    private const ushort SocketType = 0xC000;

    /// <summary>Effective user id of this process.</summary>
    public static uint User => LinuxFiles.EffectiveUser();

    /// <summary>Whether a file exists at a path. Throws if it is not a socket or belongs to another user.</summary>
    /// <param name="path">Path of the socket.</param>
    /// <param name="alternative">What to do instead, for the error message.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.AccessDenied"/> if it must not be used.</exception>
    public static bool Exists(string path, string alternative)
    {
        if (OwnerOf(path, out var mode) is not { } owner) return false;
        if ((mode & TypeMask) != SocketType)
        {
            throw new AudioException(AudioErrorCode.AccessDenied, path, "the file is not a socket", alternative);
        }

        if (owner == User) return true;
        throw new AudioException(AudioErrorCode.AccessDenied, path,
            string.Create(CultureInfo.InvariantCulture, $"this socket belongs to another user (id {owner})"), alternative);
    }

    /// <summary>Converts a path to a socket address.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the path is too long.</exception>
    public static UnixDomainSocketEndPoint EndPoint(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, path, "the path of a socket must have 1…107 bytes",
                "Choose a shorter one");
        }
    }

    /// <summary>
    /// Owner of a file, socket or directory; <see langword="null"/> if it does not exist. Symbolic links are not followed.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="mode">Type and permissions, as in <c>st_mode</c>.</param>
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
