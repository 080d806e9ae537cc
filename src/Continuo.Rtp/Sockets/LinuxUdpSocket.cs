using System.Net.Sockets;
using System.Runtime.InteropServices;
using Continuo.Clocks;
using Continuo.Rtp.Sockets.Interop;

namespace Continuo.Rtp.Sockets;

/// <summary>
/// Linux: a batch is one recvmmsg(2) or sendmmsg(2), with the kernel's arrival time of each datagram. Consecutive datagrams of one length
/// to one peer pass through the kernel as one and are split afterwards (UDP_SEGMENT), which costs a fraction.
/// </summary>
internal sealed unsafe class LinuxUdpSocket : UdpSocket
{
    private const long NanosecondsPerTick = 100;
    private const long OldestNanoseconds = 2_000_000_000;

    private const int MaxRun = 64;
    private const int MaxRunBytes = 60_000;
    private const int MaxSegmentBytes = 1400; // a longer datagram does not fit into a frame and cannot be split

    private long _overflows;
    private volatile bool _hasSegments = true;

    public LinuxUdpSocket(Socket socket)
        : base(socket)
    {
        socket.Blocking = false;
        // Both are optional: without them the arrival is the time of reading, and overflows are unknown.
        ReadOnlySpan<byte> on = [1, 0, 0, 0];
        TrySet(socket, LinuxSockets.TimeStamps, on);
        TrySet(socket, LinuxSockets.Overflows, on);
    }

    public override long Overflows => Volatile.Read(ref _overflows);

    public override int Receive(DatagramBatch batch)
    {
        batch.Clear();
        var native = batch.Native!;
        native.PrepareToReceive();
        // Safety: the messages and everything they point to are pinned and owned by the batch, which this call keeps alive.
        var count = LinuxSockets.Receive(Handle, native.First, (uint)batch.Capacity, LinuxSockets.DoNotWait, null);
        native.Used(Math.Max(count, 1));
        if (count <= 0) return 0;

        // The kernel's timestamps are wall-clock times; only the age is taken from them.
        var now = SystemClock.Instance.Now;
        var wall = (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) * NanosecondsPerTick;
        for (var i = 0; i < count; i++)
        {
            var (time, overflows) = native.Extras(i);
            if (overflows >= 0) Volatile.Write(ref _overflows, overflows);
            if (native.IsTruncated(i))
            {
                Oversized++;
                continue;
            }

            var age = time == 0 ? 0 : Math.Clamp(wall - time, 0, OldestNanoseconds);
            batch.AddReceived(i, native.Bytes(i), native.Peer(i), now - age);
        }

        GC.KeepAlive(batch);
        return batch.Count;
    }

    public override int Send(DatagramBatch batch)
    {
        var sent = 0;
        for (var at = 0; at < batch.Count;) at += SendFrom(batch, at, ref sent);
        GC.KeepAlive(batch);
        return sent;
    }

    public override bool Send(ReadOnlySpan<byte> datagram, in PeerAddress peer)
    {
        var name = stackalloc byte[28];
        var length = peer.Write(new Span<byte>(name, 28), IsIp6 ? LinuxSockets.Ip6 : LinuxSockets.Ip4, IsIp6);
        // Safety: everything the message points to is on this stack, or fixed until the call returns.
        fixed (byte* bytes = datagram)
        {
            var piece = new LinuxSockets.Piece { Start = bytes, Bytes = (nuint)datagram.Length };
            var message = new LinuxSockets.BatchMessage { Name = name, NameBytes = (uint)length, Pieces = &piece, PieceCount = 1 };
            do
            {
                if (LinuxSockets.Send(Handle, &message, 1, 0) == 1) return true;
            }
            while (Retry());
            return false;
        }
    }

    private protected override string ErrorText(int error) => SystemText(error);

    // Sends datagrams from an index on; returns how many were handled: all, or those before a run that the kernel refuses to split.
    private int SendFrom(DatagramBatch batch, int first, ref int sent)
    {
        var native = batch.Native!;
        var messages = 0;
        for (var at = first; at < batch.Count; messages++)
        {
            var run = _hasSegments ? RunAt(batch, at) : 1;
            native.PrepareToSend(messages, batch, at, run, IsIp6);
            at += run;
        }

        native.Used(batch.Count);
        var done = 0;
        for (var message = 0; message < messages;)
        {
            // Safety: as for receiving; the count does not exceed the batch.
            var taken = LinuxSockets.Send(Handle, native.First + message, (uint)(messages - message), 0);
            for (; taken > 0; taken--, message++)
            {
                done += native.Datagrams(message);
                sent += native.Datagrams(message);
            }

            if (taken == 0) continue;
            var datagrams = native.Datagrams(message);
            if (datagrams > 1 && Marshal.GetLastPInvokeError() is LinuxSockets.Invalid or LinuxSockets.InputOutput or LinuxSockets.TooLong)
            {
                // This kernel, or the route to this peer, does not support it. From now on datagrams are sent one by one.
                _hasSegments = false;
                return done;
            }

            if (Retry()) continue;
            // The error belongs to the first datagram; the others are still sent.
            CountRefused(datagrams - 1);
            for (var i = 0; i < datagrams; i++) batch.Refuse(first + done + i);
            done += datagrams;
            message++;
        }

        return done;
    }

    // Number of datagrams from an index on that can be sent as one message.
    private static int RunAt(DatagramBatch batch, int first)
    {
        var (bytes, peer) = (batch[first].Length, batch.Peer(first));
        if (bytes is 0 or > MaxSegmentBytes) return 1;
        var most = Math.Min(Math.Min(MaxRun, MaxRunBytes / bytes), batch.Count - first);
        for (var count = 1; count < most; count++)
        {
            var next = batch[first + count].Length;
            if (next == 0 || next > bytes || batch.Peer(first + count) != peer) return count;
            if (next < bytes) return count + 1;
        }

        return Math.Max(1, most);
    }

    // The error of an earlier datagram is reported at the next one, which is then sent on the second attempt.
    private bool Retry()
    {
        var error = Marshal.GetLastPInvokeError();
        if (error == LinuxSockets.Interrupted) return true;
        CountRefused(1, error);
        return error == LinuxSockets.ConnectionRefused;
    }

    private static void TrySet(Socket socket, int option, ReadOnlySpan<byte> value)
    {
        try
        {
            socket.SetRawSocketOption(LinuxSockets.SocketLevel, option, value);
        }
        catch (SocketException)
        {
        }
    }
}
