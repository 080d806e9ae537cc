using System.Runtime.InteropServices;
using Continuo.Network.Sockets.Interop;

namespace Continuo.Network.Sockets;

/// <summary>The system's description of a batch's buffers, made once. All of it is pinned, and lives as long as the batch that owns it.</summary>
internal sealed unsafe class LinuxMessages
{
    private const int NameBytes = 28;
    private const int ControlBytes = 64;
    private const int TimeBytes = 16;

    private readonly LinuxSockets.Message[] _messages;
    private readonly LinuxSockets.Piece[] _pieces;
    private readonly byte[] _names;
    private readonly byte[] _controls;
    private readonly int _maxBytes;

    public LinuxMessages(byte[] pinned, int capacity, int maxBytes)
    {
        _maxBytes = maxBytes;
        _messages = GC.AllocateArray<LinuxSockets.Message>(capacity, pinned: true);
        _pieces = GC.AllocateArray<LinuxSockets.Piece>(capacity, pinned: true);
        _names = GC.AllocateArray<byte>(capacity * NameBytes, pinned: true);
        _controls = GC.AllocateArray<byte>(capacity * ControlBytes, pinned: true);
        for (var i = 0; i < capacity; i++)
        {
            // Safety: all four arrays and the buffer are pinned for life, and the indices lie within them.
            _pieces[i].Start = Address(pinned) + (long)i * maxBytes;
            _messages[i].Pieces = (LinuxSockets.Piece*)Address(_pieces) + i;
            _messages[i].PieceCount = 1;
            _messages[i].Name = Address(_names) + i * NameBytes;
        }
    }

    public LinuxSockets.Message* First => (LinuxSockets.Message*)Address(_messages);

    /// <summary>Before receiving: the system overwrites the lengths.</summary>
    public void PrepareToReceive()
    {
        for (var i = 0; i < _messages.Length; i++)
        {
            ref var message = ref _messages[i];
            message.NameBytes = NameBytes;
            message.Control = Address(_controls) + i * ControlBytes;
            message.ControlBytes = ControlBytes;
            message.Flags = 0;
            _pieces[i].Bytes = (nuint)_maxBytes;
        }
    }

    /// <summary>Before sending one datagram.</summary>
    public void PrepareToSend(int index, int bytes, in PeerAddress peer, bool isIp6)
    {
        ref var message = ref _messages[index];
        message.NameBytes = (uint)peer.Write(_names.AsSpan(index * NameBytes, NameBytes), isIp6 ? LinuxSockets.Ip6 : LinuxSockets.Ip4, isIp6);
        message.Control = null;
        message.ControlBytes = 0;
        message.Flags = 0;
        _pieces[index].Bytes = (nuint)bytes;
    }

    public int Bytes(int index) => (int)_messages[index].Bytes;

    public bool IsTruncated(int index) => (_messages[index].Flags & LinuxSockets.Truncated) != 0;

    public PeerAddress Peer(int index) => PeerAddress.Read(_names.AsSpan(index * NameBytes, (int)Math.Min(NameBytes, _messages[index].NameBytes)));

    /// <summary>What the kernel adds to a datagram: when it came, in nanoseconds since 1970 (0: not said), and how many it has dropped so far (−1: not said).</summary>
    public (long Time, long Overflows) Extras(int index)
    {
        var time = 0L;
        var overflows = -1L;
        var rest = _controls.AsSpan(index * ControlBytes, (int)Math.Min(ControlBytes, _messages[index].ControlBytes));
        // struct cmsghdr: length (8 bytes, itself included), level, type; aligned to 8.
        while (rest.Length >= TimeBytes)
        {
            var bytes = (int)Math.Min((ulong)rest.Length, MemoryMarshal.Read<ulong>(rest));
            if (bytes < TimeBytes) break;
            var type = MemoryMarshal.Read<int>(rest[12..]);
            var body = rest[TimeBytes..bytes];
            if (MemoryMarshal.Read<int>(rest[8..]) == LinuxSockets.SocketLevel)
            {
                if (type == LinuxSockets.TimeStamps && body.Length >= 16) time = MemoryMarshal.Read<long>(body) * 1_000_000_000 + MemoryMarshal.Read<long>(body[8..]);
                if (type == LinuxSockets.Overflows && body.Length >= 4) overflows = MemoryMarshal.Read<uint>(body);
            }

            rest = rest[Math.Min(rest.Length, (bytes + 7) / 8 * 8)..];
        }

        return (time, overflows);
    }

    // Safety: only used on arrays that are pinned for life.
    private static byte* Address<T>(T[] pinned)
        where T : unmanaged => (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
}
