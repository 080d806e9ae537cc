using System.Net;
using Continuo.Audio;
using Continuo.Cluster.Nodes;
using Continuo.Cluster.Placement;
using Continuo.Cluster.Security;
using Continuo.Cluster.Spanning;
using Continuo.Server.Access;
using Continuo.Server.Http;
using Continuo.Server.Rooms;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Continuo.Cluster.Serving;

/// <summary>
/// Lets any node answer for any room: a request for a room of another node is passed on to it, and its answer back. The audio then goes
/// straight to that node, whose addresses are in the answer. Thread-safe.
/// </summary>
internal sealed class RoomForwarder(
    RoomTable rooms,
    ClusterNode node,
    ClusterRooms settings,
    RoomSpans spans,
    NodeSignature signature,
    PeerCertificates peers,
    IHttpForwarder forwarder,
    ClusterMetrics metrics) : IDisposable
{
    private const string ZoneHeader = "Continuo-Zone"; // set by a load balancer that knows where clients are

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = peers.ClientOptions,
    });

    /// <summary>The zone of a client; empty if no one has told it.</summary>
    public static string ZoneOf(HttpRequest request) => request.Headers[ZoneHeader].ToString();

    /// <summary>Answers a request here, or has another node answer it.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (RoomIn(context.Request) is not { } room || rooms.Find(room) is not null)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var place = await FindAsync(room, context).ConfigureAwait(false);
        if (place is null || place.Node == node.Name)
        {
            await next(context).ConfigureAwait(false); // there is none, or it is here now
            return;
        }

        if (IsParticipation(context.Request) && settings.SettingsOf(place) is { } declared && (declared.Span || IsFull(place.Node)))
        {
            await spans.LinkAsync(place, declared).ConfigureAwait(false);
            await next(context).ConfigureAwait(false);
            return;
        }

        if (context.Request.Headers.ContainsKey(NodeSignature.Header))
        {
            // The node that passed it on knew another owner. Whoever asks again gets there.
            context.Response.Headers.RetryAfter = "1";
            throw new ProblemException(Problems.Of(StatusCodes.Status503ServiceUnavailable, "moving", $"The room '{room}' is moving to another node.",
                "Try again."));
        }

        await ForwardAsync(context, place.Api).ConfigureAwait(false);
    }

    /// <summary>Passes a request on to a node.</summary>
    public async Task ForwardAsync(HttpContext context, Uri api)
    {
        var request = context.Request;
        var header = signature.Sign(request.Method, $"{request.Path.ToUriComponent()}{request.QueryString}", context.ClientRole());
        var error = await forwarder.SendAsync(context, api.GetLeftPart(UriPartial.Authority), _client, ForwarderRequestConfig.Empty,
            (_, proxied) =>
            {
                proxied.Headers.Host = null; // the node is asked by its own name
                proxied.Headers.Remove("Origin"); // it was checked here
                proxied.Headers.Remove("Authorization");
                proxied.Headers.Remove(NodeSignature.Header);
                proxied.Headers.Add(NodeSignature.Header, header);
                proxied.Headers.Remove("X-Forwarded-For");
                proxied.Headers.Add("X-Forwarded-For", $"{context.Connection.RemoteIpAddress}");
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
        metrics.CountForwarded(isAnswered: error == ForwarderError.None);
        if (error == ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested) return;
        context.Response.Clear();
        context.Response.Headers.RetryAfter = "1";
        throw new ProblemException(Problems.Of(StatusCodes.Status503ServiceUnavailable, "serverUnavailable", $"The node at {api} does not answer.",
            "Try again: its rooms are opened elsewhere within seconds."));
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Whether a request is a participant's who comes to speak or to listen.</summary>
    private static bool IsParticipation(HttpRequest request) => HttpMethods.IsPost(request.Method)
        && (request.Path.StartsWithSegments("/whip") || request.Path.StartsWithSegments("/whep"));

    /// <summary>Whether the owner has no room left while this node has.</summary>
    private bool IsFull(string owner) => TakenOf(owner) >= NodeChoice.Full && TakenOf(node.Name) < NodeChoice.Full;

    private double TakenOf(string name) => node.Nodes.FirstOrDefault(n => n.Name == name)?.Load.Taken ?? 0;

    private async Task<RoomPlace?> FindAsync(string room, HttpContext context)
    {
        try
        {
            return await node.FindAsync(room, ZoneOf(context.Request), context.RequestAborted).ConfigureAwait(false);
        }
        catch (AudioException e)
        {
            context.Response.Headers.RetryAfter = "1";
            throw new ProblemException(Problems.Of(StatusCodes.Status503ServiceUnavailable, "serverUnavailable", e.Message, "Try again."));
        }
    }

    /// <summary>The room of <c>/whip/ROOM</c>, <c>/whep/ROOM</c>, <c>/api/rooms/ROOM</c>, or of events that ask for one.</summary>
    private static string? RoomIn(HttpRequest request)
    {
        var path = request.Path;
        if (path.StartsWithSegments("/api/events")) return request.Query["room"] is [{ Length: > 0 } room] ? room : null;
        foreach (var prefix in (ReadOnlySpan<string>)["/whip", "/whep", "/api/rooms"])
        {
            if (path.StartsWithSegments(prefix, out var rest) && rest.Value is { Length: > 1 } text) return text[1..].Split('/', 2)[0];
        }

        return null;
    }
}
