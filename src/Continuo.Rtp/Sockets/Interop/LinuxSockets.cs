using System.Runtime.InteropServices;

namespace Continuo.Rtp.Sockets.Interop;

/// <summary>C library calls for batches of datagrams (recvmmsg(2), sendmmsg(2), poll(2), eventfd(2)).</summary>
internal static unsafe partial class LinuxSockets
{
    public const int SocketLevel = 1;

    /// <summary>SO_TIMESTAMPNS, also the type of the control message with the timestamp.</summary>
    public const int TimeStamps = 35;

    /// <summary>SO_RXQ_OVFL, also the type of the control message with the count.</summary>
    public const int Overflows = 40;

    /// <summary>SOL_UDP.</summary>
    public const int UdpLevel = 17;

    /// <summary>UDP_SEGMENT: the message contains datagrams of this length each; only the last may be shorter.</summary>
    public const int Segment = 103;

    public const int DoNotWait = 0x40;
    public const int Truncated = 0x20;
    public const ushort Ip4 = 2;
    public const ushort Ip6 = 10;
    public const short Readable = 1;

    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int WouldBlock = 11;
    public const int Invalid = 22;
    public const int TooLong = 90;
    public const int ConnectionRefused = 111;

    /// <summary>EFD_CLOEXEC | EFD_NONBLOCK.</summary>
    public const int ClosedOnExecAndNonBlocking = 0x80000 | 0x800;

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int Receive(SafeHandle socket, BatchMessage* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int Send(SafeHandle socket, BatchMessage* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int CreateEvent(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeHandle file, ulong* value, nuint bytes);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeHandle file, ulong* value, nuint bytes);

    /// <summary><c>struct mmsghdr</c> with its <c>msghdr</c> on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    public struct BatchMessage
    {
        public byte* Name;
        public uint NameBytes;
        public Piece* Pieces;
        public nuint PieceCount;
        public byte* Control;
        public nuint ControlBytes;
        public int Flags;
        public int Padding;
        public uint Bytes;
    }

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Piece
    {
        public byte* Start;
        public nuint Bytes;
    }

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
