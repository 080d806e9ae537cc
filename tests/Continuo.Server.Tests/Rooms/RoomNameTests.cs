using System.Net;
using System.Net.Sockets;
using System.Text;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Server.Options;
using Continuo.Server.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace Continuo.Server.Tests.Rooms;

/// <summary>Names of speakers from a directory over HTTP: what it answers, and what happens when it hangs, fails or floods.</summary>
public sealed class RoomNameTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _requests;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nAnna\n", "Anna")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"name\":\"Anna\"}", "Anna")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{\"name\":1}", "User-7/a b")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n{{{", "User-7/a b")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "User-7/a b")]
    [InlineData("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", "User-7/a b")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", "User-7/a b")]
    [InlineData("nonsense\r\n\r\n", "User-7/a b")]
    [InlineData("", "User-7/a b")]
    public async Task What_the_directory_answers_is_the_name_or_it_is_the_id(string answer, string expected)
    {
        var asked = "";
        await using var server = await StartAsync(async (stream, request) =>
        {
            asked = request;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
        });
        var room = Open(server);
        var speaker = room.AddSpeaker(new SpeakerOptions { MemberId = "7/a b" }, new SineInput(440));
        await UntilAsync(() => speaker.Name == expected);
        await UntilAsync(() => server.Host.Services.GetRequiredService<RoomTable>().Names is { Running: 0, Waiting: 0 });
        Assert.Equal(expected, speaker.Name);
        Assert.Contains("GET /names/7%2Fa%20b HTTP/1.1", asked, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer the directory's", asked, StringComparison.Ordinal);
    }

    [Fact]
    [RealTimeTest("the room keeps its ticks while this process adds 900 speakers and is flooded")]
    public async Task A_directory_that_hangs_or_floods_costs_the_room_nothing_but_the_names()
    {
        var flood = new byte[64 << 10];
        await using var server = await StartAsync(async (stream, request) =>
        {
            if (!request.Contains("/flood", StringComparison.Ordinal))
            {
                await Task.Delay(Timeout.Infinite, _stop.Token);
            }

            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"u8.ToArray(), _stop.Token);
            while (true) await stream.WriteAsync(flood, _stop.Token);
        });
        var table = server.Host.Services.GetRequiredService<RoomTable>();
        var room = Open(server);
        var flooded = room.AddSpeaker(new SpeakerOptions { MemberId = "flood" }, new SineInput(300));
        await UntilAsync(() => flooded.Name == "User-flood" && table.Names is { Failures: 1 }); // cut off at 16 kB

        // Everyone who comes is a look-up that hangs: at most four, and a bounded number waits.
        var listener = new CountingOutput();
        room.AddListener(new ListenerOptions { MemberId = "ear" }, listener);
        for (var i = 0; i < 900; i++) room.AddSpeaker(new SpeakerOptions { MemberId = $"{i}" }, new SilentInput());
        var (before, position) = (listener.Blocks, room.Position);
        await UntilAsync(() => room.Position >= position + 48_000 && room.Speakers.All(s => s.Name == $"User-{s.MemberId}"));
        Assert.True(listener.Blocks - before >= 45, $"{listener.Blocks - before} blocks of 50");
        Assert.True(table.Names is { Running: <= 4, Waiting: <= 1000 }, $"{table.Names}");
        Assert.True(_requests <= 5, $"{_requests} requests");
    }

    [Fact]
    public async Task A_speaker_with_a_name_is_not_looked_up()
    {
        await using var server = await StartAsync((_, _) => Task.CompletedTask);
        var room = Open(server);
        Assert.Equal("Anna", room.AddSpeaker(new SpeakerOptions { MemberId = "1", Name = "Anna" }, new SineInput(440)).Name);
        Assert.Equal("User-..",
            room.AddSpeaker(new SpeakerOptions { MemberId = ".." }, new SineInput(440)) is var s && await NamedAsync(s) ? s.Name : "");
        Assert.Equal(0, _requests);
    }

    private static async Task<bool> NamedAsync(Continuo.Rooms.Mixing.RoomSpeaker speaker)
    {
        await UntilAsync(() => speaker.Name.Length > 0);
        return true;
    }

    private static Room Open(TestServer server) =>
        server.Host.Services.GetRequiredService<RoomTable>().Open("studio", new RoomDeclaration());

    private async Task<TestServer> StartAsync(Func<NetworkStream, string, Task> answer)
    {
        _listener.Start();
        _ = AcceptAsync(answer);
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        return await TestServer.StartAsync(new ServerOptions
        {
            Names = new NameLookupOptions { Address = $"http://127.0.0.1:{port}/names/{{id}}", Token = "the directory's" },
        });
    }

    private async Task AcceptAsync(Func<NetworkStream, string, Task> answer)
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = AnswerAsync(client, answer);
        }
    }

    private async Task AnswerAsync(TcpClient client, Func<NetworkStream, string, Task> answer)
    {
        using (client)
        {
            var stream = client.GetStream();
            var buffer = new byte[4096];
            var length = 0;
            while (!Encoding.ASCII.GetString(buffer, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), _stop.Token);
                if (read == 0) return;
                length += read;
            }

            Interlocked.Increment(ref _requests);
            await answer(stream, Encoding.ASCII.GetString(buffer, 0, length));
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Limit);
        while (!condition()) await Task.Delay(20, limit.Token);
    }

    private sealed class CountingOutput : IListenerOutput
    {
        private int _blocks;

        public int Blocks => Volatile.Read(ref _blocks);

        public void Deliver(in RoomBlock block) => Interlocked.Increment(ref _blocks);
    }

    private sealed class SilentInput : ISpeakerInput
    {
        public Continuo.Audio.AudioFormat Format { get; } = new(48_000, 1);

        public Continuo.Rtp.Packets.PacketCodec? Codec => null;

        public bool WakesRoom => true;

        public bool IsIdle => true;

        public long LastArrival => long.MaxValue / 2;

        public SpeakerBlock Read(Span<float> samples)
        {
            samples.Clear();
            return SpeakerBlock.Silent;
        }

        public bool TryGetPacket(out ReadOnlySpan<byte> packet)
        {
            packet = default;
            return false;
        }

        public void Connect(RoomWake wake)
        {
        }

        public void Dispose()
        {
        }
    }
}
