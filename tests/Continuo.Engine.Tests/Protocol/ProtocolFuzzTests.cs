using System.Buffers.Binary;
using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Engine.Hosting;
using Continuo.Engine.Protocol;
using Continuo.Engine.Tests.Hosting;

namespace Continuo.Engine.Tests.Protocol;

public class ProtocolFuzzTests
{
    private static readonly byte[] Hello = Message(EngineMessageType.Hello, 1, [1, 0, 0, 0]);

    [Fact]
    public void A_greeting_is_answered_with_the_engines_format()
    {
        using var fixture = new ServerFixture();
        using var socket = fixture.ConnectRaw();
        socket.Send(Hello);
        var (type, content) = Receive(socket);
        Assert.Equal(EngineMessageType.Hello + MessageHeader.Answer, type);
        Assert.Equal(20, content.Length);
        Assert.Equal(48_000, BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(4)));
        Assert.Equal((int)ChannelLayout.Stereo.Mask, BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(16)));
    }

    [Theory]
    [InlineData(0, 0x12)] // magic
    [InlineData(4, 2)] // version
    [InlineData(6, 1)] // reserved
    [InlineData(15, 0x7F)] // an absurd length
    [InlineData(15, 0xFF)] // a negative one
    [InlineData(13, 0x20)] // one byte more than allowed, and many more
    public void A_wrong_header_is_answered_with_an_error_and_the_end(int at, int value)
    {
        using var fixture = new ServerFixture();
        using var socket = fixture.ConnectRaw();
        var message = Hello.ToArray();
        message[at] = (byte)value;
        socket.Send(message);
        var (type, content) = Receive(socket);
        Assert.Equal(EngineMessageType.Error, type);
        Assert.Equal(AudioErrorCode.InvalidArgument, EngineErrors.Read(content).Code);
        Assert.Equal(0, ReceiveSome(socket, new byte[1]));
        fixture.MustServe();
    }

    [Fact]
    public void The_first_message_must_be_a_greeting()
    {
        using var fixture = new ServerFixture();
        using var socket = fixture.ConnectRaw();
        socket.Send(Message(EngineMessageType.Statistics, 1, []));
        Assert.Equal(EngineMessageType.Error, Receive(socket).Type);
        Assert.Equal(0, ReceiveSome(socket, new byte[1]));
    }

    [Fact]
    public void Wrong_content_is_answered_with_an_error_and_the_connection_continues()
    {
        using var fixture = new ServerFixture();
        using var socket = fixture.ConnectRaw();
        socket.Send(Hello);
        Receive(socket);
        foreach (var type in Enum.GetValues<EngineMessageType>().Append((EngineMessageType)0).Append((EngineMessageType)99))
        {
            if (type == EngineMessageType.Stop) continue;
            foreach (var length in new[] { 1, 2, 3, 5, 7, 100, MessageHeader.MaxLength })
            {
                var content = new byte[length];
                Array.Fill(content, (byte)0xFF);
                socket.Send(Message(type, 7, content));
                Assert.Equal(EngineMessageType.Error, Receive(socket).Type);
            }
        }

        socket.Send(Message(EngineMessageType.Statistics, 8, []));
        Assert.Equal(EngineMessageType.Statistics + MessageHeader.Answer, Receive(socket).Type);
    }

    [Fact]
    public void A_message_cut_off_anywhere_ends_its_connection_only()
    {
        using var fixture = new ServerFixture();
        for (var length = 1; length < Hello.Length; length++)
        {
            using var socket = fixture.ConnectRaw();
            socket.Send(Hello.AsSpan(0, length));
            socket.Shutdown(SocketShutdown.Send);
            while (ReceiveSome(socket, new byte[4096]) > 0)
            {
                // An error may be told before the end.
            }
        }

        fixture.MustServe();
    }

    [Fact]
    public void A_message_that_stops_in_the_middle_ends_its_connection()
    {
        using var fixture = new ServerFixture();
        using var socket = fixture.ConnectRaw();
        socket.Send(Hello);
        Receive(socket);
        socket.Send(Message(EngineMessageType.Play, 1, new byte[100]).AsSpan(0, 50));
        Assert.Equal(EngineMessageType.Error, Receive(socket).Type);
        Assert.Equal(0, ReceiveSome(socket, new byte[1]));
        fixture.MustServe();
    }

    [Fact]
    public void Random_messages_neither_end_nor_hang_the_engine()
    {
        using var fixture = new ServerFixture();
        var random = new Random(1);
        for (var round = 0; round < 40; round++)
        {
            using var socket = fixture.ConnectRaw();
            if (round % 2 == 0) socket.Send(Hello);
            var drain = Task.Run(() =>
            {
                while (ReceiveSome(socket, new byte[4096]) > 0)
                {
                }
            });
            for (var i = 0; i < 500; i++)
            {
                var bytes = new byte[random.Next(1, 200)];
                random.NextBytes(bytes);
                var type = (EngineMessageType)random.Next(256);
                if (type == EngineMessageType.Stop) type = EngineMessageType.Statistics;
                var message = round % 4 < 2 ? Message(type, (uint)i, bytes) : bytes;
                if (socket.Send(message, SocketFlags.None, out var error) <= 0 || error != SocketError.Success) break;
            }

            socket.Shutdown(SocketShutdown.Send);
            Assert.True(drain.Wait(TimeSpan.FromSeconds(30)), "the engine hangs");
        }

        fixture.MustServe();
    }

    [Fact]
    public void Who_asks_and_never_listens_is_shut_out()
    {
        using var fixture = new ServerFixture();
        using var socket = fixture.ConnectRaw();
        socket.Send(Hello);
        var report = Message(EngineMessageType.Statistics, 1, []);
        var shutOut = false;
        for (var i = 0; i < 1_000_000 && !shutOut; i++)
        {
            shutOut = socket.Send(report, SocketFlags.None, out var error) <= 0 || error != SocketError.Success;
        }

        Assert.True(shutOut);
        fixture.MustServe();
    }

    [Fact]
    public void Too_many_clients_are_informed_and_room_comes_back()
    {
        using var fixture = new ServerFixture();
        var sockets = new List<Socket>();
        for (var i = 0; i < EngineServer.MaxClients; i++)
        {
            sockets.Add(fixture.ConnectRaw());
            sockets[^1].Send(Hello);
            Receive(sockets[^1]);
        }

        Assert.Equal(AudioErrorCode.Unsupported, Assert.Throws<AudioException>(() => fixture.Connect()).Code);
        foreach (var socket in sockets) socket.Dispose();
        EngineFixture.Await(() => fixture.Server.Clients == 0);
        fixture.MustServe();
    }

    [Fact]
    public void Descriptors_that_are_no_rings_are_refused()
    {
        using var fixture = new ServerFixture();
        using var socket = fixture.ConnectRaw();
        socket.Send(Hello);
        Receive(socket);
        for (var descriptor = -2; descriptor < 200; descriptor++)
        {
            var content = new byte[11];
            BinaryPrimitives.WriteInt32LittleEndian(content, descriptor);
            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(4), 4);
            BinaryPrimitives.WriteInt16LittleEndian(content.AsSpan(8), 1);
            content[10] = (byte)'x';
            socket.Send(Message(EngineMessageType.OpenStream, 1, content));
            Assert.Equal(EngineMessageType.Error, Receive(socket).Type);
        }

        fixture.MustServe();
    }

    private static byte[] Message(EngineMessageType type, uint request, byte[] content)
    {
        var bytes = new byte[MessageHeader.Bytes + content.Length];
        new MessageHeader(type, request, content.Length).WriteTo(bytes);
        content.CopyTo(bytes, MessageHeader.Bytes);
        return bytes;
    }

    private static (EngineMessageType Type, byte[] Content) Receive(Socket socket)
    {
        var header = new byte[MessageHeader.Bytes];
        Fill(socket, header);
        Assert.Null(MessageHeader.TryRead(header, out var read));
        var content = new byte[read.Length];
        Fill(socket, content);
        return (read.Type, content);
    }

    private static void Fill(Socket socket, byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var got = socket.Receive(bytes.AsSpan(at));
            Assert.True(got > 0, "the engine has ended the connection");
            at += got;
        }
    }

    private static int ReceiveSome(Socket socket, byte[] bytes)
    {
        var got = socket.Receive(bytes, SocketFlags.None, out var error);
        Assert.NotEqual(SocketError.TimedOut, error);
        return error == SocketError.Success ? got : 0; // reset: it has not read what we sent last
    }
}
