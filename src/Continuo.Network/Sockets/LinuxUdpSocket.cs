using System.Net.Sockets;
using System.Runtime.InteropServices;
using Continuo.Clocks;
using Continuo.Network.Sockets.Interop;

namespace Continuo.Network.Sockets;

/// <summary>Linux: a batch is one recvmmsg(2) or sendmmsg(2), and the kernel says when each datagram came.</summary>
internal sealed unsafe class LinuxUdpSocket : UdpSocket
{
    private const long NanosecondsPerTick = 100;
    private const long OldestNanoseconds = 2_000_000_000;

    private long _overflows;

    public LinuxUdpSocket(Socket socket)
        : base(socket)
    {
        socket.Blocking = false;
        // Both are extras: without them arrival is when we look, and overflows stay unknown.
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
        // Safety: the messages and all they point to are pinned and owned by the batch, which this call keeps alive.
        var count = LinuxSockets.Receive(Handle, native.First, (uint)batch.Capacity, LinuxSockets.DoNotWait, null);
        if (count <= 0) return 0;

        // The kernel stamps with the wall clock; only how long ago that was is taken from it.
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
        var native = batch.Native!;
        for (var i = 0; i < batch.Count; i++) native.PrepareToSend(i, batch[i].Length, batch.Peer(i), IsIp6);
        var sent = 0;
        for (var at = 0; at < batch.Count;)
        {
            // Safety: as for receiving; the count does not exceed the batch.
            var taken = LinuxSockets.Send(Handle, native.First + at, (uint)(batch.Count - at), 0);
            if (taken > 0)
            {
                at += taken;
                sent += taken;
            }
            else if (!Retry())
            {
                // The error is that of the first; the others still have their chance.
                at++;
            }
        }

        GC.KeepAlive(batch);
        return sent;
    }

    public override bool Send(ReadOnlySpan<byte> datagram, in PeerAddress peer)
    {
        var name = stackalloc byte[28];
        var length = peer.Write(new Span<byte>(name, 28), IsIp6 ? LinuxSockets.Ip6 : LinuxSockets.Ip4, IsIp6);
        // Safety: everything the message points to is on this stack, or fixed until the call has returned.
        fixed (byte* bytes = datagram)
        {
            var piece = new LinuxSockets.Piece { Start = bytes, Bytes = (nuint)datagram.Length };
            var message = new LinuxSockets.Message { Name = name, NameBytes = (uint)length, Pieces = &piece, PieceCount = 1 };
            do
            {
                if (LinuxSockets.Send(Handle, &message, 1, 0) == 1) return true;
            }
            while (Retry());
            return false;
        }
    }

    private protected override string ErrorText(int error) => SystemText(error);

    // A refusal that an earlier datagram met with is reported at the next one, which is then sent at the second try.
    private bool Retry()
    {
        var error = Marshal.GetLastPInvokeError();
        if (error == LinuxSockets.Interrupted) return true;
        Refused++;
        LastError = error;
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
