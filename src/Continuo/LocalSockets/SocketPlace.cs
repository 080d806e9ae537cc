using System.Net.Sockets;
using Continuo.Audio;
using Continuo.LocalSockets.Interop;
using Microsoft.Win32.SafeHandles;

namespace Continuo.LocalSockets;

/// <summary>
/// Takes a place in the file system to listen at, for this user alone. Of two that try at once, one gets it: while a place is looked
/// at and taken, its directory is locked. What a dead process left there is replaced; what lives, or belongs to someone else, is not.
/// </summary>
internal static class SocketPlace
{
    private const int Backlog = 16;
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Listens at a path, with mode 0600. Disposing the socket takes the file away. Linux only.</summary>
    /// <param name="path">Where; its directory must be there.</param>
    /// <param name="taken">What to say if someone listens there already, for instance <c>another engine listens there already</c>.</param>
    /// <param name="alternative">What to do instead, for the errors.</param>
    /// <exception cref="AudioException">Someone listens there already, or the place may not be taken.</exception>
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
            // Nobody can connect before it listens, and then only this user can.
            socket.Bind(address);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(Backlog);
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new AudioException(AudioErrorCode.AccessDenied, path, $"one cannot listen there ({e.Message.TrimEnd('.')})", alternative);
        }
    }

    private static bool IsAlive(UnixDomainSocketEndPoint address)
    {
        // Not blocking: a listener whose queue is full is alive, and would keep a blocking one waiting.
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(address);
            return true;
        }
        catch (SocketException e)
        {
            // Refused is the only answer that a dead socket gives.
            return e.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }

    private static SafeFileHandle LockDirectory(string path, string alternative)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(directory)) throw new AudioException(AudioErrorCode.NotFound, path, "its directory does not exist", "Create the directory first");
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
