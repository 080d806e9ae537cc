using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Continuo.Rtp.Sockets;

namespace Continuo.Benchmarks.Network;

/// <summary>
/// Datagrams of 332 bytes (20 ms of Opus at 128 kb/s with its headers) over the loopback, sent and received by one thread in turn,
/// so that the figures are those of one core: with batches of one length and of mixed lengths, and with the framework's socket.
/// </summary>
internal static class UdpBenchmarks
{
    private const int Bytes = 332;
    private const int Batch = 64;

    public static void Quick()
    {
        using var sender = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) });
        using var receiver = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0) });
        using var sink = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), ReceiveBufferBytes = 2048 });
        var outgoing = new DatagramBatch(Batch);
        var incoming = new DatagramBatch(Batch);
        var received = 0L;
        var sent = 0L;
        void Exchange()
        {
            sent += sender.Send(outgoing);
            for (var left = Batch; left > 0;)
            {
                var count = receiver.Receive(incoming);
                if (count == 0) break;
                left -= count;
                received += count;
            }
        }

        // As from a server to one peer, and as to many: what goes to one place behind each other passes the kernel as one.
        Fill(outgoing, receiver);
        Print("UdpSocket, sent and received, 64 of one length", Exchange);
        Fill(outgoing, receiver, mixed: true);
        Print("UdpSocket, sent and received, 64 of mixed lengths", Exchange);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {sent} sent, {received} received"));

        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        client.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server.ReceiveTimeout = 1000;
        var to = server.LocalEndPoint!.Serialize();
        var from = new SocketAddress(AddressFamily.InterNetwork);
        var packet = new byte[Bytes];
        var into = new byte[1500];
        Print("Socket.SendTo and ReceiveFrom(SocketAddress)", () =>
        {
            for (var i = 0; i < Batch; i++) client.SendTo(packet, SocketFlags.None, to);
            for (var i = 0; i < Batch; i++) server.ReceiveFrom(into, SocketFlags.None, from);
        });

        // Sent only: the receiver's buffer is full, the kernel drops.
        Fill(outgoing, sink);
        Print("UdpSocket, sent only, batches of 64", () => sender.Send(outgoing));
        var drop = PeerAddress.From(sink.Local).ToEndPoint().Serialize();
        Print("Socket.SendTo, sent only", () =>
        {
            for (var i = 0; i < Batch; i++) client.SendTo(packet, SocketFlags.None, drop);
        });
    }

    private static void Fill(DatagramBatch batch, UdpSocket to, bool mixed = false)
    {
        // Each longer than the one before, so that none goes through the kernel with another; 332 bytes in the mean.
        batch.Clear();
        for (var i = 0; i < Batch; i++) batch.Add(mixed ? Bytes - Batch / 2 + i : Bytes, PeerAddress.From(to.Local));
    }

    private static void Print(string name, Action batch)
    {
        // By the clock, and by the time that the processor really worked for us: on a busy machine only the latter tells what a core
        // can do.
        var calls = 0L;
        var cpu = Environment.CpuUsage.TotalTime;
        var (median, best, bytes) = QuickRuns.Time(
            () =>
            {
                batch();
                calls++;
            },
            100);
        var worked = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-48} median {Batch / median * 1e6,6:F0}  best {Batch / best * 1e6,6:F0} k packets/s; "
                + $"per second of processor time {calls * Batch / worked / 1000,6:F0} k  {bytes:F0} B per 64"));
    }
}
