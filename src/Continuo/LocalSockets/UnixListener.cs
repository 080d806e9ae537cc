using System.Net.Sockets;
using Continuo.Audio;
using Continuo.LocalSockets.Interop;
using Microsoft.Win32.SafeHandles;

namespace Continuo.LocalSockets;

/// <summary>
/// Creates a listening Unix socket that only this user can connect to. The directory is locked meanwhile, so that of two processes only one
/// succeeds. A socket left by a dead process is replaced; one with a live listener, or of another user, is not.
/// </summary>
internal static class UnixListener
{
    private const int Backlog = 16;
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Listens at a path, with mode 0600. Disposing the socket deletes the file. Linux only.</summary>
    /// <param name="path">The path; its directory must exist.</param>
    /// <param name="taken">Error text if another process listens there, for example <c>another engine listens there already</c>.</param>
    /// <param name="alternative">What to do instead, for the error message.</param>
    /// <exception cref="AudioException">Another process listens there, or the path cannot be used.</exception>
    public static Socket Listen(string path, string taken, string alternative)
    {
        ArgumentNullException.ThrowIfNull(path);
        var address = SocketFile.EndPoint(path);
        using var turn = LockDirectory(path, alternative);
        if (SocketFile.Exists(path, alternative))
        {
            if (IsAlive(address)) throw new AudioException(AudioErrorCode.AccessDenied, path, taken, alternative);
            File.Delete(path);
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // No process can connect before Listen, and afterwards only processes of this user.
            socket.Bind(address);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(Backlog);
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new AudioException(AudioErrorCode.AccessDenied, path, $"the socket cannot be created ({e.Message.TrimEnd('.')})",
                alternative);
        }
    }

    private static bool IsAlive(UnixDomainSocketEndPoint address)
    {
        // Non-blocking: a listener whose queue is full is alive, but would block a blocking connect.
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(address);
            return true;
        }
        catch (SocketException e)
        {
            // A dead socket always refuses; any other answer means a live listener.
            return e.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }

    private static SafeFileHandle LockDirectory(string path, string alternative)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(directory))
        {
            throw new AudioException(AudioErrorCode.NotFound, path, "its directory does not exist", "Create the directory first");
        }

        var handle = new SafeFileHandle(LinuxFiles.Open(directory, LinuxFiles.OpenDirectory), ownsHandle: true);
        var since = Environment.TickCount64;
        while (handle.IsInvalid || LinuxFiles.Lock(handle, LinuxFiles.LockExclusive | LinuxFiles.LockAtOnce) != 0)
        {
            if (!handle.IsInvalid && Environment.TickCount64 - since < LockTimeout.TotalMilliseconds)
            {
                Thread.Sleep(10);
                continue;
            }

            handle.Dispose();
            throw new AudioException(AudioErrorCode.AccessDenied, path, "its directory cannot be locked", alternative);
        }

        return handle;
    }
}
