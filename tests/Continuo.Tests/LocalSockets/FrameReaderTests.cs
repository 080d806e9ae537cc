using System.Net.Sockets;
using Continuo.LocalSockets;

namespace Continuo.Tests.LocalSockets;

/// <summary>Frames of two bytes of header, the length of the content, and that many bytes.</summary>
public sealed class FrameReaderTests
{
    private const int HeaderBytes = 2;
    private const int MaxContent = 5000;
    private static readonly int[] Contents = [0, 1, 300, 0, 5000, 17];

    [Fact]
    public void Frames_that_come_in_any_pieces_are_whole()
    {
        var (near, far) = SocketPair.Create();
        using var socket = near;
        using var peer = far;
        var reader = new FrameReader(HeaderBytes, MaxContent);
        var (random, bytes) = (new Random(1), Frames(Contents));
        for (var round = 0; round < 50; round++)
        {
            var whole = 0;
            for (var at = 0; at < bytes.Length;)
            {
                var piece = Math.Min(random.Next(1, 2000), bytes.Length - at);
                peer.Send(bytes.AsSpan(at, piece));
                at += piece;
                while (true)
                {
                    while (TryTake(reader))
                    {
                        Assert.Equal(Contents[whole], reader.Content.Length);
                        Assert.True(reader.Content.SequenceEqual(Content(whole, Contents[whole])));
                        whole++;
                    }

                    if (!socket.Poll(0, SelectMode.SelectRead)) break;
                    Assert.Equal(FrameReceived.Bytes, reader.Receive(socket, 0));
                }
            }

            Assert.Equal(Contents.Length, whole);
            Assert.False(reader.HasBegun);
        }
    }

    [Fact]
    public void A_connection_cut_at_any_byte_gives_the_frames_before_the_cut()
    {
        int[] contents = [3, 0, 5];
        var bytes = Frames(contents);
        int[] ends = [5, 7, 14];
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var (near, far) = SocketPair.Create();
            using var socket = near;
            far.Send(bytes.AsSpan(0, cut));
            far.Dispose();
            var reader = new FrameReader(HeaderBytes, MaxContent);
            var whole = 0;
            while (reader.Receive(socket, 0) == FrameReceived.Bytes)
            {
                while (TryTake(reader)) whole++;
            }

            Assert.Equal(ends.Count(e => e <= cut), whole);
            Assert.Equal(cut != 0 && !ends.Contains(cut), reader.HasBegun);
        }
    }

    [Fact]
    public void Nothing_is_not_the_end_on_sockets_of_both_kinds()
    {
        var (near, far) = SocketPair.Create();
        using var socket = near;
        using var peer = far;
        var reader = new FrameReader(HeaderBytes, MaxContent);
        socket.ReceiveTimeout = 1;
        Assert.Equal(FrameReceived.Nothing, reader.Receive(socket, 0));
        socket.Blocking = false;
        Assert.Equal(FrameReceived.Nothing, reader.Receive(socket, 0));
        peer.Send([0, 1]);
        Assert.Equal(FrameReceived.Bytes, reader.Receive(socket, 0));
        Assert.False(TryTake(reader));
        peer.Dispose();
        Assert.Equal(FrameReceived.Closed, reader.Receive(socket, 0));
        Assert.True(reader.HasBegun);
    }

    [Fact]
    public void The_age_of_a_frame_counts_from_its_first_byte()
    {
        var (near, far) = SocketPair.Create();
        using var socket = near;
        using var peer = far;
        var reader = new FrameReader(HeaderBytes, MaxContent);
        Assert.Equal(0, reader.Age(100));
        peer.Send([0]);
        reader.Receive(socket, 100);
        peer.Send([1]);
        reader.Receive(socket, 150);
        Assert.Equal(60, reader.Age(160));

        // The rest of this frame and the beginning of the next, which begins when this one is taken.
        peer.Send([9, 0]);
        reader.Receive(socket, 170);
        Assert.True(reader.TryTake(1, 180));
        Assert.Equal(20, reader.Age(200));
    }

    [Fact]
    public void A_new_size_keeps_what_has_been_received()
    {
        var (near, far) = SocketPair.Create();
        using var socket = near;
        using var peer = far;
        var reader = new FrameReader(HeaderBytes, 4);
        peer.Send(Frames([2, 9000]).AsSpan(0, 1000));
        reader.Receive(socket, 0);
        Assert.True(TryTake(reader));
        reader.Resize(9000);
        Assert.Equal(9000, reader.MaxContent);
        Assert.True(reader.Content.IsEmpty);
        peer.Send(Frames([2, 9000]).AsSpan(1000));
        while (!TryTake(reader)) Assert.Equal(FrameReceived.Bytes, reader.Receive(socket, 0));
        Assert.True(reader.Content.SequenceEqual(Content(1, 9000)));
    }

    [Fact]
    public void A_length_out_of_range_is_a_bug_of_the_protocol()
    {
        var reader = new FrameReader(HeaderBytes, 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.TryTake(11, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.TryTake(-1, 0));
    }

    [Fact]
    public void Receiving_into_a_full_buffer_is_refused_instead_of_taken_for_the_end()
    {
        var (near, far) = SocketPair.Create();
        using var socket = near;
        using var peer = far;
        var reader = new FrameReader(HeaderBytes, 4094);
        peer.Send(new byte[4096]);
        while (socket.Available > 0) reader.Receive(socket, 0);
        peer.Send(new byte[1]);
        Assert.Throws<InvalidOperationException>(() => reader.Receive(socket, 0));
    }

    internal static byte[] Frames(int[] contents)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < contents.Length; i++)
        {
            bytes.AddRange([(byte)(contents[i] >> 8), (byte)contents[i]]);
            bytes.AddRange(Content(i, contents[i]));
        }

        return [.. bytes];
    }

    internal static byte[] Content(int frame, int length)
    {
        var content = new byte[length];
        for (var i = 0; i < length; i++) content[i] = (byte)(frame + (i * 31));
        return content;
    }

    private static bool TryTake(FrameReader reader) =>
        !reader.Header.IsEmpty && reader.TryTake((reader.Header[0] << 8) | reader.Header[1], 0);
}
