using System.Net;
using System.Net.Sockets;
using System.Text;
using Continuo.Audio;
using Continuo.Server.Http;
using Continuo.Server.Options;

namespace Continuo.Server.Tests.Http;

public sealed class ServerLimitsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Headers_that_come_byte_by_byte_end_the_connection()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ConnectAsync(server, IPAddress.Loopback);
        var stream = client.GetStream();
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\n"u8.ToArray(), Cancellation);

        var answer = ReadAllAsync(stream);
        try
        {
            while (!answer.IsCompleted)
            {
                await stream.WriteAsync("X"u8.ToArray(), Cancellation);
                await Task.WhenAny(answer, Task.Delay(200, Cancellation));
            }
        }
        catch (IOException)
        {
            // The server has closed it.
        }

        Assert.Contains("408", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_before_it_is_read()
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/whip/x")
        {
            Content = new ByteArrayContent(new byte[ServerLimits.MaxBodyBytes + 1]),
        };
        request.Content.Headers.ContentType = new("application/sdp");
        request.Headers.ExpectContinue = true;

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await server.Client.SendAsync(request, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX: {0}\r\n\r\n", 20_000)]
    [InlineData("GET /{0} HTTP/1.1\r\nHost: localhost\r\n\r\n", 20_000)]
    public async Task Headers_that_are_too_large_are_refused(string request, int length)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ConnectAsync(server, IPAddress.Loopback);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, request, new string('a', length))),
            Cancellation);

        Assert.StartsWith("HTTP/1.1 4", await ReadAllAsync(client.GetStream()), StringComparison.Ordinal);
    }

    [RealTimeTest("the audio keeps time beside 10,000 connections that this process makes and answers")]
    [Fact]
    public async Task Thousands_of_connections_of_one_address_leave_room_for_others_and_the_audio_untouched()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440"));
        var limit = (ConnectionLimit)server.Host.Services.GetService(typeof(ConnectionLimit))!;
        using var body = await server.Client.GetStreamAsync("/listen/tone.wav", Cancellation);
        var flood = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 10_000; i++) await FloodAsync();
            while (limit.Refused < 10_000 - ConnectionLimit.PerAddress) await body.ReadExactlyAsync(new byte[960], Cancellation);

            // From another address of this machine.
            using var other = await ConnectAsync(server, IPAddress.Parse("127.0.0.9"));
            await other.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), Cancellation);
            Assert.StartsWith("HTTP/1.1 200", await ReadAllAsync(other.GetStream()), StringComparison.Ordinal);
            var bytes = new byte[192_000];
            await body.ReadExactlyAsync(bytes, Cancellation);
            Assert.Equal(0, server.Audio.GetStream("tone").Statistics.GapFrames);
        }
        finally
        {
            foreach (var client in flood) client.Dispose();
        }

        async Task FloodAsync()
        {
            try
            {
                flood.Add(await ConnectAsync(server, IPAddress.Loopback));
            }
            catch (SocketException)
            {
                // Refused at once.
            }
        }
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_one_clear_line()
    {
        await using var first = await TestServer.StartAsync();
        await using var second = ServerHost.Create(new ServerOptions { Listen = [new IPEndPoint(IPAddress.Loopback, first.Address.Port)] },
            new Streams.AudioSystem());

        var e = await Assert.ThrowsAsync<AudioException>(() => second.StartAsync(Cancellation));

        Assert.Equal(AudioErrorCode.ServerUnavailable, e.Code);
        Assert.DoesNotContain('\n', e.Message);
        Assert.Contains($"127.0.0.1:{first.Address.Port}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_told_as_such()
    {
        await using var server = ServerHost.Create(new ServerOptions { Listen = [new IPEndPoint(IPAddress.Parse("203.0.113.7"), 7480)] },
            new Streams.AudioSystem());

        Assert.Equal(AudioErrorCode.NotFound, (await Assert.ThrowsAsync<AudioException>(() => server.StartAsync(Cancellation))).Code);
    }

    private static async Task<TcpClient> ConnectAsync(TestServer server, IPAddress from)
    {
        var client = new TcpClient(new IPEndPoint(from, 0)) { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, server.Address.Port, Cancellation);
        return client;
    }

    private static async Task<string> ReadAllAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            for (int count; (count = await stream.ReadAsync(buffer, Cancellation)) > 0;)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, count));
            }
        }
        catch (IOException)
        {
            // Reset.
        }

        return text.ToString();
    }
}
