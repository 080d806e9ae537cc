using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Continuo.Server.Tests.Http;

public sealed class RateLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_makes_too_many_sessions_is_told_when_to_come_back_and_others_are_served()
    {
        await using var server = await TestServer.StartAsync(audio: a => a.OpenStream("tone", "tone:440"));
        using var greedy = From(server, IPAddress.Loopback);
        using var other = From(server, IPAddress.Parse("127.0.0.9"));

        HttpResponseMessage? refused = null;
        while (refused is null)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => OfferAsync(greedy)));
            refused = answers.FirstOrDefault(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        }

        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.Contains("\"code\":\"tooMany\"", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await OfferAsync(other)).StatusCode); // it is no offer, but it is looked at
        Assert.Equal(HttpStatusCode.OK, (await greedy.GetAsync("/api/streams", Cancellation)).StatusCode); // only sessions are limited
        HttpStatusCode again;
        while ((again = (await OfferAsync(greedy)).StatusCode) == HttpStatusCode.TooManyRequests)
        {
        }

        Assert.Equal(HttpStatusCode.BadRequest, again);
    }

    private static Task<HttpResponseMessage> OfferAsync(HttpClient client) =>
        client.PostAsync("/whep/tone", new StringContent("v=0", MediaTypeHeaderValue.Parse("application/sdp")), Cancellation);

    /// <summary>A client at another address of this machine.</summary>
    private static HttpClient From(TestServer server, IPAddress address) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(address, 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = server.Address };
}
