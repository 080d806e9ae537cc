using Continuo.Ipc.Wire;

namespace Continuo.Ipc.Tests.Wire;

public sealed class IpcLinkTests
{
    private static readonly int[] Contents = [16, 0, 0, 100, 1, 300];

    [Fact]
    public void A_connection_cut_at_any_byte_gives_what_came_before_and_a_clean_end()
    {
        var (bytes, ends) = Stream();
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var (near, far) = SocketPair.Create();
            using var link = new IpcLink(near, 0);
            link.Agree(1, 7, 4000, 0);
            far.Send(bytes.AsSpan(0, cut));
            far.Dispose();
            var whole = 0;
            while (link.Fault == IpcFault.None)
            {
                if (!link.TryReceive(0, out var header)) continue;
                Assert.Equal(Contents[whole], header.Length);
                Assert.True(link.Content.SequenceEqual(bytes.AsSpan(ends[whole] - header.Length, header.Length)));
                whole++;
            }

            Assert.Equal(ends.Count(e => e <= cut), whole);
            Assert.Equal(cut == 0 || ends.Contains(cut) ? IpcFault.Disconnected : IpcFault.CutOff, link.Fault);
        }
    }

    [Fact]
    public void Messages_that_come_in_any_pieces_are_whole()
    {
        var (bytes, _) = Stream();
        var random = new Random(1);
        var (near, far) = SocketPair.Create();
        using var link = new IpcLink(near, 0);
        using var peer = far;
        link.Agree(1, 7, 4000, 0);
        for (var round = 0; round < 200; round++)
        {
            var whole = 0;
            for (var at = 0; at < bytes.Length;)
            {
                var piece = Math.Min(random.Next(1, 300), bytes.Length - at);
                peer.Send(bytes.AsSpan(at, piece));
                at += piece;
                while (link.TryReceive(0, out var header)) Assert.Equal(Contents[whole++], header.Length);
            }

            Assert.Equal(Contents.Length, whole);
        }
    }

    [Fact]
    public void A_message_that_is_not_completed_in_time_fails_the_link()
    {
        var (bytes, _) = Stream();
        var (near, far) = SocketPair.Create();
        using var link = new IpcLink(near, 0);
        using var peer = far;
        link.Agree(1, 7, 4000, 0);

        // One byte every 100 ms keeps nothing alive.
        var now = 0L;
        for (var i = 0; i < 40 && link.Fault == IpcFault.None; i++, now += 100_000_000)
        {
            peer.Send(bytes.AsSpan(i, 1));
            Assert.False(link.TryReceive(now, out _));
        }

        Assert.Equal(IpcFault.Unfinished, link.Fault);
        Assert.InRange(now, IpcLimits.Completion, IpcLimits.Completion + 300_000_000);
    }

    [Fact]
    public void A_message_of_another_stream_version_or_beyond_the_room_fails_the_link()
    {
        Assert.Equal(IpcFault.WrongStream, FaultOf(new IpcHeader(IpcMessageType.Heartbeat, 0, 8)));
        Assert.Equal(IpcFault.WrongVersion, FaultOf(new IpcHeader(IpcMessageType.Heartbeat, 0, 7, Version: 2)));
        Assert.Equal(IpcFault.WrongVersion, FaultOf(new IpcHeader(IpcMessageType.Config, IpcConfig.Bytes, 7, Version: 2)));
        Assert.Equal(IpcFault.Unexpected, FaultOf(new IpcHeader(IpcMessageType.Audio, 4001, 7)));
        Assert.Equal(IpcFault.WrongLength, FaultOf(new IpcHeader(IpcMessageType.Ack, 1, 7)));
    }

    [Fact]
    public void What_the_peer_said_before_it_went_is_heard_although_nothing_can_be_sent()
    {
        var (near, far) = SocketPair.Create();
        using var link = new IpcLink(near, 0);
        link.Agree(1, 7, 4000, 0);
        far.Send(Bytes(new IpcHeader(IpcMessageType.Stop, 0, 7)));
        far.Dispose();
        Assert.False(link.Send(new IpcHeader(IpcMessageType.Ack, 0, 7), 0));
        Assert.True(link.IsBroken);
        Assert.True(link.TryReceive(0, out var header));
        Assert.Equal(IpcMessageType.Stop, header.Type);
    }

    [Fact]
    public void Sending_and_receiving_allocate_nothing()
    {
        var (near, far) = SocketPair.Create();
        using var link = new IpcLink(near, 0);
        using var peer = new IpcLink(far, 0);
        link.Agree(1, 7, 4000, 4000);
        peer.Agree(1, 7, 4000, 4000);
        long received = 0;
        void Pass()
        {
            for (var i = 0; i < 100; i++)
            {
                link.Send(new IpcHeader(IpcMessageType.Audio, 3840, 7), i);
                while (peer.TryReceive(i, out _)) received++;
            }
        }

        Pass();
        Assert.Equal(0, LeastAllocated.Bytes(Pass, calls: 1));
        Assert.Equal(300, received);
    }

    private static IpcFault FaultOf(IpcHeader header)
    {
        var (near, far) = SocketPair.Create();
        using var link = new IpcLink(near, 0);
        using var peer = far;
        link.Agree(1, 7, 4000, 0);
        peer.Send(Bytes(header));
        Assert.False(link.TryReceive(0, out _));
        return link.Fault;
    }

    private static byte[] Bytes(IpcHeader header)
    {
        var bytes = new byte[IpcHeader.Bytes];
        header.WriteTo(bytes);
        return bytes;
    }

    private static (byte[] Bytes, List<int> Ends) Stream()
    {
        var bytes = new List<byte>();
        var ends = new List<int>();
        IpcMessageType[] types = [IpcMessageType.Config, IpcMessageType.Heartbeat, IpcMessageType.Ack, IpcMessageType.Audio,
            IpcMessageType.Audio, IpcMessageType.Audio];
        for (var i = 0; i < types.Length; i++)
        {
            bytes.AddRange(Bytes(new IpcHeader(types[i], Contents[i], 7)));
            bytes.AddRange(Enumerable.Range(0, Contents[i]).Select(n => (byte)(n + i)));
            ends.Add(bytes.Count);
        }

        return ([.. bytes], ends);
    }
}
