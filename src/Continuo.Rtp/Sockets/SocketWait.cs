using Continuo.Rtp.Sockets.Interop;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Rtp.Sockets;

/// <summary>
/// Sleeps until one of several sockets has data, or it is woken. One thread waits; <see cref="Wake"/> is thread-safe. Does not allocate.
/// Polls every few milliseconds on systems that cannot wait for both.
/// </summary>
internal sealed unsafe class SocketWait : IDisposable
{
    private const int PollMicroseconds = 2000;

    private readonly UdpSocket[] _sockets;
    private readonly LinuxSockets.PollEntry[] _entries = [];
    private readonly SafeFileHandle? _event;
    private volatile bool _isWoken;

    /// <summary>Waits for these sockets, which are not owned.</summary>
    public SocketWait(params ReadOnlySpan<UdpSocket> sockets)
    {
        _sockets = sockets.ToArray();
        if (!OperatingSystem.IsLinux()) return;
        _event = new SafeFileHandle(LinuxSockets.CreateEvent(0, LinuxSockets.ClosedOnExecAndNonBlocking), ownsHandle: true);
        _entries = GC.AllocateArray<LinuxSockets.PollEntry>(sockets.Length + 1, pinned: true);
        for (var i = 0; i < sockets.Length; i++) _entries[i].Descriptor = (int)sockets[i].Handle.DangerousGetHandle();
        _entries[^1].Descriptor = (int)_event.DangerousGetHandle();
        foreach (ref var entry in _entries.AsSpan()) entry.Events = LinuxSockets.Readable;
    }

    /// <summary>Sleeps.</summary>
    /// <param name="nanoseconds">Maximum time; rounded up to milliseconds.</param>
    /// <returns>Whether data can be received.</returns>
    public bool Wait(long nanoseconds)
    {
        if (_isWoken) return false;
        var milliseconds = Milliseconds(nanoseconds);
        return (_event is null ? PollUntil(Environment.TickCount64 + milliseconds) : Poll(0, milliseconds) > 0) && !_isWoken;
    }

    /// <summary>Ends the current wait and all later ones at once, until <see cref="Reset"/>. Thread-safe.</summary>
    public void Wake()
    {
        _isWoken = true;
        ulong one = 1;
        // Safety: eight bytes on this stack.
        if (_event is { IsClosed: false } woken) _ = LinuxSockets.Write(woken, &one, sizeof(ulong));
    }

    /// <summary>Allows waits to sleep again.</summary>
    public void Reset()
    {
        _isWoken = false;
        ulong count;
        // Safety: eight bytes on this stack.
        if (_event is not null) _ = LinuxSockets.Read(_event, &count, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose() => _event?.Dispose();

    private static int Milliseconds(long nanoseconds) => (int)Math.Clamp((nanoseconds + 999_999) / 1_000_000, 0, 60_000);

    private int Poll(int first, int milliseconds)
    {
        // Safety: the entries are pinned, and the descriptors belong to sockets and an event that stay open during the wait.
        fixed (LinuxSockets.PollEntry* entries = _entries)
        {
            return LinuxSockets.Poll(entries + first, (nuint)(_entries.Length - first), milliseconds);
        }
    }

    private bool PollUntil(long end)
    {
        do
        {
            for (var i = 0; i < _sockets.Length; i++)
            {
                if (_sockets[i].HasArrived(i == 0 && Environment.TickCount64 < end ? PollMicroseconds : 0)) return true;
            }
        }
        while (!_isWoken && Environment.TickCount64 < end);
        return false;
    }
}
