using System.Buffers.Binary;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Encoders;
using Continuo.Server.Sessions;

namespace Continuo.Server.Tests.Listening;

public sealed class WebSocketListenTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listener_gets_the_format_then_every_packet_with_its_capture_time()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440?level=-12"));
        using var socket = await ConnectAsync(server, "/ws/listen/tone?bitrate=128000&packet=20");
        var buffer = new byte[4096];

        var first = await socket.ReceiveAsync(buffer.AsMemory(), Cancellation);
        Assert.Equal(WebSocketMessageType.Text, first.MessageType);
        var hello = JsonDocument.Parse(buffer.AsMemory(0, first.Count)).RootElement;
        Assert.Equal(("opus", 48_000, 2, 20),
            (hello.GetProperty("codec").GetString(), hello.GetProperty("sampleRate").GetInt32(), hello.GetProperty("channels").GetInt32(),
                hello.GetProperty("packetMs").GetInt32()));

        using var decoder = new OpusDecoder(AudioFormat.Default);
        var samples = new float[960 * 2];
        var (last, lastTime) = (-1L, 0L);
        for (var i = 0; i < 50; i++)
        {
            var message = await socket.ReceiveAsync(buffer.AsMemory(), Cancellation);
            Assert.Equal(WebSocketMessageType.Binary, message.MessageType);
            var time = BinaryPrimitives.ReadInt64BigEndian(buffer);
            var sequence = BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(8));
            Assert.Equal(960, BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(12)));
            if (last >= 0)
            {
                Assert.Equal(last + 1, sequence);
                Assert.InRange(time - lastTime, 19_000, 21_000);
            }

            (last, lastTime) = (sequence, time);
            Assert.Equal(960, decoder.Decode(buffer.AsSpan(16, message.Count - 16), samples));
        }

        Assert.InRange(AudioLevel.Of(samples, 0, 2).PeakDb, -13, -11);
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - lastTime / 1000, 0, 5000);
    }

    [Fact]
    public async Task Listeners_with_one_setting_share_an_encoder_which_goes_with_the_last_of_them()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440"));
        var encoders = (StreamEncoders)server.Host.Services.GetService(typeof(StreamEncoders))!;
        var sessions = (SessionTable)server.Host.Services.GetService(typeof(SessionTable))!;
        WebSocket[] sockets = [await ConnectAsync(server, "/ws/listen/tone"), await ConnectAsync(server, "/ws/listen/tone?bitrate=95000"),
            await ConnectAsync(server, "/ws/listen/tone?bitrate=24000")];

        Assert.Equal(2, encoders.Count);
        Assert.Equal(3, sessions.Count);
        var left = new TaskCompletionSource();
        sessions.Changed += (_, _) =>
        {
            if (sessions.Count == 0) left.TrySetResult();
        };
        foreach (var socket in sockets) await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancellation);
        await left.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.Equal(0, encoders.Count);
        Assert.DoesNotContain(server.Audio.GetStream("tone").Subscriptions, s => s.Options.Kind == StreamEncoder.ReaderKind);
    }

    [Fact]
    [RealTimeTest("the quick listener must read again within the half second that the server keeps for it")]
    public async Task A_listener_that_does_not_read_loses_the_oldest_and_no_one_else_notices()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("noise", "noise:white"));
        var sessions = (SessionTable)server.Host.Services.GetService(typeof(SessionTable))!;
        using var slow = new TcpClient { ReceiveBufferSize = 1024 };
        await slow.ConnectAsync(server.Address.Host, server.Address.Port, Cancellation);
        await slow.GetStream()
            .WriteAsync(
                ("GET /ws/listen/noise?bitrate=256000 HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"u8
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"u8).ToArray(),
                Cancellation);
        using var quick = await ConnectAsync(server, "/ws/listen/noise?bitrate=256000");
        var buffer = new byte[4096];
        await quick.ReceiveAsync(buffer.AsMemory(), Cancellation);

        var last = -1L;
        for (var i = 0; i < 1000; i++)
        {
            await quick.ReceiveAsync(buffer.AsMemory(), Cancellation);
            var sequence = BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(8));
            if (last >= 0) Assert.Equal(last + 1, sequence);
            last = sequence;
            if (sessions.All.Sum(s => s.Statistics.Packets) + 200 < 2 * i) break; // the slow one is stuck
        }

        // It reads again: what comes is at most half a second, and what is buffered on the way, behind.
        var stuck = sessions.All.MinBy(s => s.Statistics.Packets)!;
        for (var i = 0; i < 200 && stuck.Statistics.Dropped == 0; i++)
        {
            await quick.ReceiveAsync(buffer.AsMemory(), Cancellation);
            if (i == 50) _ = slow.GetStream().CopyToAsync(Stream.Null, Cancellation);
        }

        Assert.True(stuck.Statistics.Dropped > 0);
        Assert.Equal(0, sessions.All.MaxBy(s => s.Statistics.Packets)!.Statistics.Dropped);
    }

    [Fact]
    [RealTimeTest("two hundred listeners in this process must each read again within the half second that the server keeps for them")]
    public async Task Two_hundred_listeners_hear_every_packet_although_one_vanishes_and_one_stops_reading()
    {
        const int Listeners = 200;
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440"));
        var encoders = (StreamEncoders)server.Host.Services.GetService(typeof(StreamEncoders))!;
        var sockets = await Task.WhenAll(Enumerable.Range(0, Listeners + 2).Select(_ => ConnectAsync(server, "/ws/listen/tone")));
        sockets[^1].Abort();

        var heard = await Task.WhenAll(sockets[..Listeners].Select(HearAsync));

        Assert.All(heard, h => Assert.Equal(150, h));
        Assert.Equal(1, encoders.Count);
        foreach (var socket in sockets) socket.Dispose();

        static async Task<int> HearAsync(ClientWebSocket socket)
        {
            var buffer = new byte[4096];
            await socket.ReceiveAsync(buffer.AsMemory(), Cancellation);
            var (count, last) = (0, -1L);
            while (count < 150)
            {
                await socket.ReceiveAsync(buffer.AsMemory(), Cancellation);
                var sequence = BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(8));
                if (last >= 0 && sequence != last + 1) return count;
                last = sequence;
                count++;
            }

            return count;
        }
    }

    [Fact]
    public async Task Plain_http_is_told_to_use_websocket()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440"));

        var answer = await server.Client.GetAsync("/ws/listen/tone", Cancellation);

        Assert.Equal(426, (int)answer.StatusCode);
    }

    private static async Task<ClientWebSocket> ConnectAsync(TestServer server, string path)
    {
        var socket = new ClientWebSocket { Options = { Proxy = null } };
        await socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}{path}"), Cancellation);
        return socket;
    }
}
