using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Engine.Interop;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Engine.Hosting;

/// <summary>
/// Takes a place in the file system to listen at, for this user alone. Of two that try at once, one gets it: while a place is looked
/// at and taken, its directory is locked. What a dead engine left there is replaced; what lives, or belongs to someone else, is not.
/// </summary>
internal static class EngineSocket
{
    private const int Backlog = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="AudioException">An engine listens there already, or the place may not be taken.</exception>
    public static Socket Listen(string path)
    {
        EnginePath.PrepareDirectory(path);
        using var turn = LockDirectory(path);
        if (EnginePath.Exists(path))
        {
            if (IsAlive(path)) throw new AudioException(AudioErrorCode.AccessDenied, path, "another engine listens there already", "Use that one, end it with 'continuo engine --stop', or choose another place with --socket");
            File.Delete(path);
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // Nobody can connect before it listens, and then only this user can.
            socket.Bind(EnginePath.EndPoint(path));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(Backlog);
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new AudioException(AudioErrorCode.AccessDenied, path, $"one cannot listen there ({e.Message.TrimEnd('.')})", "Choose another place with --socket");
        }
    }

    private static bool IsAlive(string path)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(EnginePath.EndPoint(path));
            return true;
        }
        catch (SocketException e)
        {
            // Refused is the only answer that a dead socket gives.
            return e.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }

    private static SafeFileHandle LockDirectory(string path)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var handle = new SafeFileHandle(LinuxProcess.Open(directory, LinuxProcess.OpenDirectory), ownsHandle: true);
        var since = Environment.TickCount64;
        while (handle.IsInvalid || LinuxProcess.Lock(handle, LinuxProcess.LockExclusive | LinuxProcess.LockAtOnce) != 0)
        {
            if (!handle.IsInvalid && Environment.TickCount64 - since < Patience.TotalMilliseconds)
            {
                Thread.Sleep(10);
                continue;
            }

            handle.Dispose();
            throw new AudioException(AudioErrorCode.AccessDenied, path, "its directory cannot be locked", "Choose another place with --socket");
        }

        return handle;
    }
}
