using System.Net.Sockets;
using Continuo.LocalSockets;

namespace Continuo.Tests.LocalSockets;

public sealed class FrameWriterTests
{
    private const int HeaderBytes = 2;

    [Fact]
    public void A_frame_that_the_peer_accepts_in_parts_arrives_whole()
    {
        var (near, far) = SocketPair.Create();
        using var socket = near;
        using var peer = far;
        socket.Blocking = false;
        socket.SendBufferSize = 4096;
        var writer = new FrameWriter(HeaderBytes, 60_000);
        var sent = Send(writer, socket, 60_000);
        Assert.Equal(FrameSent.Waiting, sent);
        Assert.True(writer.IsSending && writer.IsPartlySent);
        Assert.Throws<InvalidOperationException>(writer.Abandon);
        Assert.Throws<InvalidOperationException>(() => writer.Send(socket, 1));
        Assert.Throws<InvalidOperationException>(() => writer.Resize(1));

        var received = new List<byte>();
        var piece = new byte[1000];
        while (received.Count < HeaderBytes + 60_000)
        {
            received.AddRange(piece.AsSpan(0, peer.Receive(piece)));
            if (writer.IsSending) sent = writer.Flush(socket);
        }

        Assert.Equal(FrameSent.Whole, sent);
        Assert.False(writer.IsSending || writer.IsPartlySent);
        Assert.Equal(received.Count, writer.BytesSent);
        Assert.Equal(FrameReaderTests.Frames([60_000]), received);
    }

    [Fact]
    public void A_frame_that_the_peer_does_not_accept_can_be_dropped_whole_or_not_at_all()
    {
        var (near, far) = SocketPair.Create();
        using var socket = near;
        using var peer = far;
        socket.Blocking = false;
        socket.SendBufferSize = 4096;
        var writer = new FrameWriter(HeaderBytes, 100);
        var whole = 0;
        while (Send(writer, socket, 100) == FrameSent.Whole) whole++;
        if (!writer.IsPartlySent) writer.Abandon();
        Assert.Equal(writer.IsPartlySent, writer.IsSending);

        var (bytes, piece) = (0, new byte[4096]);
        while (bytes < whole * 102) bytes += peer.Receive(piece);
        if (writer.IsSending) Assert.Equal(FrameSent.Whole, writer.Flush(socket));
        Assert.Equal(FrameSent.Whole, Send(writer, socket, 0));
    }

    [Fact]
    public void A_blocking_socket_gives_up_at_its_timeout()
    {
        var (near, far) = SocketPair.Create();
        using var socket = near;
        using var peer = far;
        (socket.SendBufferSize, socket.SendTimeout) = (4096, 1);
        var writer = new FrameWriter(HeaderBytes, 60_000);
        while (Send(writer, socket, 60_000) == FrameSent.Whole)
        {
        }

        Assert.True(writer.IsSending);
    }

    [Fact]
    public void A_peer_that_has_left_drops_the_frame()
    {
        var (near, far) = SocketPair.Create();
        using var socket = near;
        far.Dispose();
        var writer = new FrameWriter(HeaderBytes, 100);
        Assert.Equal(FrameSent.Closed, Send(writer, socket, 100));
        Assert.False(writer.IsSending);
        Assert.Equal(0, writer.BytesSent);
    }

    [Fact]
    public void A_content_beyond_the_maximum_is_a_bug_of_the_caller()
    {
        var (near, far) = SocketPair.Create();
        using var socket = near;
        using var peer = far;
        var writer = new FrameWriter(HeaderBytes, 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Send(socket, 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Send(socket, -1));
        Assert.Equal(12, writer.MaxFrame);
    }

    private static FrameSent Send(FrameWriter writer, Socket socket, int content)
    {
        (writer.Header[0], writer.Header[1]) = ((byte)(content >> 8), (byte)content);
        FrameReaderTests.Content(0, content).CopyTo(writer.Content);
        return writer.Send(socket, content);
    }
}
