using System.Net;
using Continuo.Hosting;
using Continuo.Server.Options;
using Continuo.Streams;

namespace Continuo.Server.Tests;

/// <summary>A server on a free port of this machine, with a client for it.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private TestServer(ServerHost host)
    {
        Host = host;
        Client = CreateClient();
    }

    public ServerHost Host { get; }

    public AudioHost Audio => Host.Audio;

    public Uri Address => Host.Addresses[0];

    /// <summary>No proxy, no redirects, no cookies.</summary>
    public HttpClient Client { get; }

    public static Task<TestServer> StartAsync(ServerOptions? options = null, Action<AudioHost>? audio = null, AudioSystem? system = null) =>
        StartAsync(
            ServerHost.Create((options ?? new ServerOptions()) with { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] },
                system ?? new AudioSystem()),
            audio);

    /// <summary>Starts and owns a server that listens on a free port.</summary>
    public static async Task<TestServer> StartAsync(ServerHost host, Action<AudioHost>? audio = null)
    {
        try
        {
            audio?.Invoke(host.Audio);
            await host.StartAsync(TestContext.Current.CancellationToken);
            return new TestServer(host);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public HttpClient CreateClient() =>
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.StopAsync();
        await Host.DisposeAsync();
    }
}
