using System.Net;
using System.Net.Sockets;
using System.Text;
using Continuo.Audio;
using Continuo.Streams;
using Continuo.WebRtc.Sessions;

namespace Continuo.WebRtc.Tests.Peers;

/// <summary>A WHEP and a WHIP endpoint in front of a host, as small as the protocol allows (RFC 9725).</summary>
public sealed class SignallingEndpoint : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public SignallingEndpoint(WebRtcHost host)
    {
        Host = host;
        for (var tries = 0; ; tries++)
        {
            Base = new Uri($"http://127.0.0.1:{FreePort()}/");
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add(Base.ToString());
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (tries < 10)
            {
                // Another program was faster.
            }
        }

        _serving = Task.Run(ServeAsync);
    }

    public WebRtcHost Host { get; }

    public Uri Base { get; }

    public Uri Whep => new(Base, "whep");

    public Uri Whip => new(Base, "whip");

    /// <summary>What listeners hear.</summary>
    public AudioStream? Stream { get; set; }

    public WebRtcListenOptions ListenOptions { get; set; } = new();

    public WebRtcPublishOptions PublishOptions { get; set; } = new();

    /// <summary>Token that requests must have; null for none.</summary>
    public string? Token { get; set; }

    /// <summary>The last session that was created.</summary>
    public TaskCompletionSource<WebRtcSession> Session { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Deleted { get; private set; }

    /// <summary>Expects another session.</summary>
    public Task<WebRtcSession> NextSession()
    {
        Session = new TaskCompletionSource<WebRtcSession>(TaskCreationOptions.RunContinuationsAsynchronously);
        return Session.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                await AnswerAsync(context);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The peer has gone.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        if (Token is { } token && context.Request.Headers["Authorization"] != $"Bearer {token}")
        {
            response.StatusCode = 401;
            return;
        }

        if (context.Request.HttpMethod == "DELETE")
        {
            Deleted++;
            var session = Host.Find(context.Request.Url!.Segments[^1]);
            if (session is not null) await session.StopAsync("it was deleted");
            response.StatusCode = session is null ? 404 : 200;
            return;
        }

        var offer = await new StreamReader(context.Request.InputStream, Encoding.UTF8).ReadToEndAsync();
        try
        {
            var session = context.Request.Url!.AbsolutePath == "/whep"
                ? Host.Listen(Stream!, offer, ListenOptions)
                : Host.Publish(offer, PublishOptions);
            response.StatusCode = 201;
            response.ContentType = "application/sdp";
            response.Headers["Location"] = $"/sessions/{session.Id}";
            response.Headers["ETag"] = session.ETag;
            Session.TrySetResult(session);
            await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(session.AnswerSdp));
        }
        catch (AudioException e)
        {
            response.StatusCode = 406;
            await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(e.Message));
        }
    }
}
