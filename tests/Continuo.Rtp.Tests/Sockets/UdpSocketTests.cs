using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Sockets;

namespace Continuo.Rtp.Tests.Sockets;

public sealed class UdpSocketTests
{
    private static readonly IPEndPoint Loopback = new(IPAddress.Loopback, 0);

    public static TheoryData<bool, string> Kinds => new()
    {
        { true, "127.0.0.1" }, { false, "127.0.0.1" }, { true, "::1" }, { false, "::1" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_batch_arrives_with_its_bytes_its_peer_and_its_times(bool isNative, string host)
    {
        var local = new IPEndPoint(IPAddress.Parse(host), 0);
        using var sender = UdpSocket.Open(new UdpOptions { Local = local }, isNative);
        using var receiver = UdpSocket.Open(new UdpOptions { Local = local }, isNative);
        using var wait = new SocketWait(receiver);
        var before = SystemClock.Instance.Now;
        var batch = new DatagramBatch(16, 100);
        for (var i = 0; i < 10; i++)
        {
            batch.Next[..(i + 1)].Fill((byte)i);
            batch.Add(i + 1, PeerAddress.From(receiver.Local));
        }

        Assert.Equal(10, sender.Send(batch));
        var received = new DatagramBatch(4, 100);
        var count = 0;
        for (var tries = 0; count < 10 && tries < 100; tries++)
        {
            wait.Wait(1_000_000_000);
            receiver.Receive(received);
            for (var i = 0; i < received.Count; i++, count++)
            {
                Assert.Equal(Enumerable.Repeat((byte)count, count + 1).ToArray(), received[i]);
                Assert.Equal(PeerAddress.From(sender.Local), received.Peer(i));
                Assert.Equal(sender.Local, received.Peer(i).ToEndPoint());
                // The wall clock, by which the kernel stamps, may be adjusted meanwhile.
                Assert.InRange(received.Arrival(i), before - 1_000_000_000, SystemClock.Instance.Now);
            }
        }

        Assert.Equal(10, count);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("127.0.0.1", true)]
    public void Datagrams_that_go_through_the_kernel_together_arrive_one_by_one(string host, bool isUnable)
    {
        var local = new IPEndPoint(IPAddress.Parse(host), 0);
        using var sender = UdpSocket.Open(new UdpOptions { Local = local });
        using var first = UdpSocket.Open(new UdpOptions { Local = local });
        using var second = UdpSocket.Open(new UdpOptions { Local = local });
        // A socket that leaves checksums out is refused to have datagrams taken apart.
        if (isUnable) LinuxOption.Set(sender.Handle, LinuxOption.NoChecksums, 1);
        var lengths = Enumerable.Repeat(300, 70).Concat([200, 300, 300, 0, 1, 1, 1, 1500, 1500, 1400, 1400, 7]).ToArray();
        var batch = new DatagramBatch(128, 2000);
        var expected = new Dictionary<UdpSocket, List<byte[]>> { [first] = [], [second] = [] };
        for (var i = 0; i < lengths.Length; i++)
        {
            var to = i is 20 or 21 or 75 ? second : first;
            var datagram = batch.Next[..lengths[i]];
            datagram.Fill((byte)i);
            expected[to].Add(datagram.ToArray());
            batch.Add(lengths[i], PeerAddress.From(to.Local));
        }

        Assert.Equal(lengths.Length, sender.Send(batch));
        Assert.Equal(0, sender.Refused);
        foreach (var receiver in (UdpSocket[])[first, second])
        {
            using var wait = new SocketWait(receiver);
            var received = new List<byte[]>();
            for (var tries = 0; received.Count < expected[receiver].Count && tries < 100; tries++)
            {
                wait.Wait(1_000_000_000);
                // What was sent from is received into: what sending left in it is put right.
                receiver.Receive(batch);
                for (var i = 0; i < batch.Count; i++)
                {
                    received.Add(batch[i].ToArray());
                    Assert.Equal(PeerAddress.From(sender.Local), batch.Peer(i));
                }
            }

            Assert.Equal(expected[receiver], received);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_socket_for_all_addresses_hears_both_kinds(bool isNative)
    {
        using var receiver = UdpSocket.Open(new UdpOptions(), isNative);
        using var wait = new SocketWait(receiver);
        var batch = new DatagramBatch(4);
        foreach (var host in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            using var sender = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(host, 0) }, isNative);
            Assert.True(sender.Send([1, 2, 3], PeerAddress.From(new IPEndPoint(host, receiver.Local.Port))));
            Await(receiver, wait, batch);
            Assert.Equal(sender.Local, batch.Peer(0).ToEndPoint());

            // What came can be answered.
            Assert.True(receiver.Send([4], batch.Peer(0)));
            using var senderWait = new SocketWait(sender);
            Await(sender, senderWait, batch);
            Assert.Equal((byte[])[4], batch[0]);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_datagram_that_is_too_long_is_counted_and_those_around_it_arrive(bool isNative)
    {
        using var sender = UdpSocket.Open(new UdpOptions { Local = Loopback }, isNative);
        using var receiver = UdpSocket.Open(new UdpOptions { Local = Loopback }, isNative);
        var to = PeerAddress.From(receiver.Local);
        sender.Send([1], to);
        sender.Send(new byte[101], to);
        sender.Send([2], to);
        var batch = new DatagramBatch(8, 100);
        var seen = new List<byte>();
        using var wait = new SocketWait(receiver);
        for (var tries = 0; seen.Count < 2 && tries < 100; tries++)
        {
            wait.Wait(1_000_000_000);
            receiver.Receive(batch);
            for (var i = 0; i < batch.Count; i++) seen.Add(batch[i][0]);
        }

        Assert.Equal([1, 2], seen);
        Assert.Equal(1, receiver.Oversized);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Receiving_and_sending_allocates_nothing(bool isNative)
    {
        using var sender = UdpSocket.Open(new UdpOptions { Local = Loopback }, isNative);
        using var receiver = UdpSocket.Open(new UdpOptions { Local = Loopback }, isNative);
        using var wait = new SocketWait(receiver);
        var sent = new DatagramBatch(8);
        for (var i = 0; i < 8; i++) sent.Add(300, PeerAddress.From(receiver.Local));
        var taken = new DatagramBatch(8);
        var received = Exchange(100);
        Assert.Equal(0, LeastAllocated.Bytes(() => received += Exchange(100), calls: 1));
        Assert.InRange(received, 300 * 4, 300 * 8);

        int Exchange(int rounds)
        {
            var sum = 0;
            for (var i = 0; i < rounds; i++)
            {
                sender.Send(sent);
                wait.Wait(1_000_000_000);
                sum += receiver.Receive(taken);
            }

            return sum;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_peer_that_is_not_there_disturbs_no_one(bool isNative)
    {
        using var closed = UdpSocket.Open(new UdpOptions { Local = Loopback }, isNative);
        var nobody = PeerAddress.From(closed.Local);
        closed.Dispose();
        using var receiver = UdpSocket.Open(new UdpOptions { Local = Loopback }, isNative);
        using var sender = UdpSocket.Open(new UdpOptions { Local = Loopback }, isNative);
        using var wait = new SocketWait(receiver);
        var batch = new DatagramBatch(8);
        for (var i = 0; i < 4; i++)
        {
            batch.Add(10, nobody);
            batch.Add(10, PeerAddress.From(receiver.Local));
        }

        sender.Send(batch);
        var received = 0;
        var into = new DatagramBatch(8);
        for (var tries = 0; received < 4 && tries < 100; tries++)
        {
            wait.Wait(1_000_000_000);
            received += receiver.Receive(into);
        }

        Assert.Equal(4, received);
    }

    [Fact]
    public void A_port_in_use_is_reported()
    {
        using var first = UdpSocket.Open(new UdpOptions { Local = Loopback });
        var error = Assert.Throws<AudioException>(() => UdpSocket.Open(new UdpOptions { Local = first.Local }));
        Assert.Equal(AudioErrorCode.InputOutput, error.Code);
        Assert.Contains("in use", error.Happened, StringComparison.Ordinal);
        Assert.Contains(first.Local.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            error.Asked, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_of_another_machine_is_reported()
    {
        var error = Assert.Throws<AudioException>(() =>
            UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 0) }));
        Assert.Contains("not an address of this machine", error.Happened, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interface_that_is_not_there_is_reported() =>
        Assert.Equal(AudioErrorCode.NotFound,
            Assert.Throws<AudioException>(() =>
                UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Parse("239.255.7.7"), 0), Interface = "nothing0" })).Code);

    [Fact]
    public void Two_listeners_of_a_group_hear_the_same()
    {
        var group = IPAddress.Parse("239.255.77.77");
        using var first = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(group, 0), Interface = "lo" });
        using var second = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(group, first.Local.Port), Interface = "lo" });
        using var sender = UdpSocket.Open(new UdpOptions { Local = new IPEndPoint(IPAddress.Any, 0), Interface = "lo", MulticastTtl = 0 });
        Assert.True(sender.Send([7, 8], PeerAddress.From(new IPEndPoint(group, first.Local.Port))), sender.LastRefusal);
        var batch = new DatagramBatch(4);
        foreach (var listener in new[] { first, second })
        {
            using var wait = new SocketWait(listener);
            Await(listener, wait, batch);
            Assert.Equal((byte[])[7, 8], batch[0]);
        }
    }

    [Fact]
    public async Task A_wait_ends_when_it_is_woken()
    {
        using var socket = UdpSocket.Open(new UdpOptions { Local = Loopback });
        using var wait = new SocketWait(socket);
        var waiting = Task.Run(() => wait.Wait(60_000_000_000));
        wait.Wake();
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        wait.Wait(60_000_000_000); // at once, until it is reset
        wait.Reset();
        wait.Wait(1_000_000);
    }

    [Fact]
    public void Peers_are_values()
    {
        var a = PeerAddress.From(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 5));
        Assert.Equal(a, PeerAddress.From(new IPEndPoint(IPAddress.Parse("::ffff:192.0.2.1"), 5)));
        Assert.True(a.IsIp4);
        Assert.NotEqual(a, a.WithPort(6));
        Assert.True(a.IsSameHost(a.WithPort(6)));
        Assert.Equal("192.0.2.1:5", a.ToString());
        Assert.Equal("[2001:db8::1]:9", PeerAddress.From(new IPEndPoint(IPAddress.Parse("2001:db8::1"), 9)).ToString());
    }

    private static void Await(UdpSocket socket, SocketWait wait, DatagramBatch batch)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            wait.Wait(1_000_000_000);
            if (socket.Receive(batch) > 0) return;
        }

        throw new InvalidOperationException("nothing arrived");
    }
}
