using System.Runtime.InteropServices;
using Continuo.Rtp.Sockets.Interop;

namespace Continuo.Rtp.Sockets;

/// <summary>
/// The system's description of a batch's buffers, created once. All of it is pinned, and lives as long as the batch that owns it.
/// </summary>
internal sealed unsafe class LinuxMessages
{
    private const int NameBytes = 28;
    private const int ControlBytes = 64;
    private const int HeaderBytes = 16;
    private const int SegmentBytes = 24;

    private readonly LinuxSockets.BatchMessage[] _messages;
    private readonly LinuxSockets.Piece[] _pieces;
    private readonly byte[] _names;
    private readonly byte[] _controls;
    private readonly int _maxBytes;
    private int _used; // number of entries modified by earlier calls

    public LinuxMessages(byte[] pinned, int capacity, int maxBytes)
    {
        (_maxBytes, _used) = (maxBytes, capacity);
        _messages = GC.AllocateArray<LinuxSockets.BatchMessage>(capacity, pinned: true);
        _pieces = GC.AllocateArray<LinuxSockets.Piece>(capacity, pinned: true);
        _names = GC.AllocateArray<byte>(capacity * NameBytes, pinned: true);
        _controls = GC.AllocateArray<byte>(capacity * ControlBytes, pinned: true);
        for (var i = 0; i < capacity; i++)
        {
            // Safety: all four arrays and the buffer are pinned for their lifetime, and the indices lie within them.
            _pieces[i].Start = Address(pinned) + (long)i * maxBytes;
            _messages[i].Name = Address(_names) + i * NameBytes;
        }
    }

    public LinuxSockets.BatchMessage* First => (LinuxSockets.BatchMessage*)Address(_messages);

    /// <summary>Call before receiving: the system overwrites the lengths.</summary>
    public void PrepareToReceive()
    {
        for (var i = 0; i < _used; i++)
        {
            ref var message = ref _messages[i];
            message.Pieces = (LinuxSockets.Piece*)Address(_pieces) + i;
            message.PieceCount = 1;
            message.NameBytes = NameBytes;
            message.Control = Address(_controls) + i * ControlBytes;
            message.ControlBytes = ControlBytes;
            message.Flags = 0;
            _pieces[i].Bytes = (nuint)_maxBytes;
        }

        _used = 0;
    }

    /// <summary>Call after receiving or sending <paramref name="count"/> messages.</summary>
    public void Used(int count) => _used = Math.Clamp(count, _used, _messages.Length);

    /// <summary>Prepares one message with one datagram, or with several that the kernel splits (udp(7), UDP_SEGMENT).</summary>
    /// <param name="index">The message.</param>
    /// <param name="batch">The datagrams.</param>
    /// <param name="first">The first datagram of the message.</param>
    /// <param name="count">Number of datagrams: to one peer, all of one length except the last, which may be shorter.</param>
    /// <param name="isIp6">Whether the socket is IPv6.</param>
    public void PrepareToSend(int index, DatagramBatch batch, int first, int count, bool isIp6)
    {
        ref var message = ref _messages[index];
        message.Pieces = (LinuxSockets.Piece*)Address(_pieces) + first;
        message.PieceCount = (nuint)count;
        message.NameBytes = (uint)batch.Peer(first).Write(_names.AsSpan(index * NameBytes, NameBytes),
            isIp6 ? LinuxSockets.Ip6 : LinuxSockets.Ip4, isIp6);
        message.Control = null;
        message.ControlBytes = 0;
        message.Flags = 0;
        for (var i = first; i < first + count; i++) _pieces[i].Bytes = (nuint)batch[i].Length;
        if (count == 1) return;

        // struct cmsghdr with a 16-bit length, and padding to 8.
        var control = _controls.AsSpan(index * ControlBytes, SegmentBytes);
        control.Clear();
        MemoryMarshal.Write(control, (ulong)(HeaderBytes + sizeof(ushort)));
        MemoryMarshal.Write(control[8..], LinuxSockets.UdpLevel);
        MemoryMarshal.Write(control[12..], LinuxSockets.Segment);
        MemoryMarshal.Write(control[HeaderBytes..], (ushort)batch[first].Length);
        message.Control = Address(_controls) + index * ControlBytes;
        message.ControlBytes = SegmentBytes;
    }

    /// <summary>Number of datagrams in a message to send.</summary>
    public int Datagrams(int index) => (int)_messages[index].PieceCount;

    public int Bytes(int index) => (int)_messages[index].Bytes;

    public bool IsTruncated(int index) => (_messages[index].Flags & LinuxSockets.Truncated) != 0;

    public PeerAddress Peer(int index) =>
        PeerAddress.Read(_names.AsSpan(index * NameBytes, (int)Math.Min(NameBytes, _messages[index].NameBytes)));

    /// <summary>
    /// The kernel's control data for a datagram: arrival time in nanoseconds since 1970 (0: unknown), and the number of datagrams dropped
    /// so far (−1: unknown).
    /// </summary>
    public (long Time, long Overflows) Extras(int index)
    {
        var time = 0L;
        var overflows = -1L;
        var rest = _controls.AsSpan(index * ControlBytes, (int)Math.Min(ControlBytes, _messages[index].ControlBytes));
        // struct cmsghdr: length (8 bytes, itself included), level, type; aligned to 8.
        while (rest.Length >= HeaderBytes)
        {
            var bytes = (int)Math.Min((ulong)rest.Length, MemoryMarshal.Read<ulong>(rest));
            if (bytes < HeaderBytes) break;
            var type = MemoryMarshal.Read<int>(rest[12..]);
            var body = rest[HeaderBytes..bytes];
            if (MemoryMarshal.Read<int>(rest[8..]) == LinuxSockets.SocketLevel)
            {
                if (type == LinuxSockets.TimeStamps && body.Length >= 16)
                {
                    time = MemoryMarshal.Read<long>(body) * 1_000_000_000 + MemoryMarshal.Read<long>(body[8..]);
                }

                if (type == LinuxSockets.Overflows && body.Length >= 4) overflows = MemoryMarshal.Read<uint>(body);
            }

            rest = rest[Math.Min(rest.Length, (bytes + 7) / 8 * 8)..];
        }

        return (time, overflows);
    }

    // Safety: only used on arrays that are pinned for their lifetime.
    private static byte* Address<T>(T[] pinned)
        where T : unmanaged => (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
}
