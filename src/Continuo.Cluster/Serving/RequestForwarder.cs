using System.Net;
using System.Text.Json;
using Continuo.Audio;
using Continuo.Cluster.Nodes;
using Continuo.Cluster.Placement;
using Continuo.Cluster.Security;
using Continuo.Cluster.Spanning;
using Continuo.Server.Access;
using Continuo.Server.Http;
using Continuo.Server.Recordings;
using Continuo.Server.Rooms;
using Continuo.Server.Sessions;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Continuo.Cluster.Serving;

/// <summary>
/// Lets any node answer for any room, stream and recording: a request for what another node has is passed on to it, and its answer back.
/// The audio of WebRTC then goes straight to that node, whose addresses are in the answer. Thread-safe.
/// </summary>
internal sealed class RequestForwarder(
    RoomTable rooms,
    ClusterNode node,
    ClusterRooms settings,
    RoomSpans spans,
    ClusterStreams streams,
    RecordingLibrary recordings,
    SessionTable sessions,
    NodeRequests requests,
    NodeSignature signature,
    PeerCertificates peers,
    IHttpForwarder forwarder,
    ClusterMetrics metrics) : IDisposable
{
    private const string NodeQuery = "node"; // asks a certain node
    private const string TokenQuery = "token";
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
        if (await OwnerOfAsync(context).ConfigureAwait(false) is not { } api)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (NodeRequests.IsFromNode(context))
        {
            // The node that passed it on knew another owner. A second request gets there.
            context.Response.Headers.RetryAfter = "1";
            throw new ProblemException(Problems.Of(StatusCodes.Status503ServiceUnavailable, "moving",
                "What is asked for is moving to another node.", "Try again."));
        }

        await ForwardAsync(context, api).ConfigureAwait(false);
    }

    /// <summary>Passes a request on to a node.</summary>
    public async Task ForwardAsync(HttpContext context, Uri api)
    {
        var request = context.Request;
        // The client's token stays here.
        var target = $"{request.Path.ToUriComponent()}{QueryString.Create(request.Query.Where(q => q.Key != TokenQuery))}";
        var header = signature.Sign(request.Method, target, context.ClientRole());
        var error = await forwarder.SendAsync(context, api.GetLeftPart(UriPartial.Authority), _client, ForwarderRequestConfig.Empty,
            (_, proxied) =>
            {
                proxied.RequestUri = new Uri(api.GetLeftPart(UriPartial.Authority) + target);
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
        throw new ProblemException(Problems.Of(StatusCodes.Status503ServiceUnavailable, "serverUnavailable",
            $"The node at {api} does not answer.", "Try again: what it had is opened elsewhere within seconds, if it can be."));
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Whether a request is a participant's who comes to speak or to listen.</summary>
    private static bool IsParticipation(HttpRequest request) => HttpMethods.IsPost(request.Method)
        && (request.Path.StartsWithSegments("/whip") || request.Path.StartsWithSegments("/whep"));

    /// <summary>Whether the owner has no room left while this node has.</summary>
    private bool IsFull(string owner) => TakenOf(owner) >= NodeChoice.Full && TakenOf(node.Name) < NodeChoice.Full;

    private double TakenOf(string name) => node.Nodes.FirstOrDefault(n => n.Name == name)?.Load.Taken ?? 0;

    /// <summary>The node that has what a request asks for; <see langword="null"/> if it is answered here.</summary>
    private async Task<Uri?> OwnerOfAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Query[NodeQuery] is [{ Length: > 0 } wanted]) return wanted == node.Name ? null : Known(wanted).Api;
        if (SessionIn(request) is { } session
            && sessions.Find(session) is not null) // of a room, too, that has gone and whose session has not
        {
            return null;
        }

        var stream = await StreamInAsync(request).ConfigureAwait(false);
        if (stream is not null && streams.Has(stream)) return null;
        if (RoomIn(request) is { } room)
        {
            if (rooms.Find(room) is not null) return null;
            if (await AskAsync(() => node.FindAsync(room, ZoneOf(request), context.RequestAborted), context).ConfigureAwait(false)
                is { } place)
            {
                return await OwnerOfAsync(place, request).ConfigureAwait(false);
            }
        }

        if (stream is not null
            && await AskAsync(() => node.FindStreamAsync(stream, context.RequestAborted), context).ConfigureAwait(false) is { } found)
        {
            return found.Node == node.Name ? null : found.Api;
        }

        if (RecordingIn(request) is not { } recording || recordings.Has(recording) || NodeRequests.IsFromNode(context)) return null;
        var others = node.Nodes.Where(n => n.Name != node.Name);
        return (await requests.FindAsync(others, $"/api/recordings/{Uri.EscapeDataString(recording)}", context).ConfigureAwait(false))?.Api;
    }

    /// <summary>
    /// The node of a room; <see langword="null"/> if the room is here, or is linked to for a participant who has come here.
    /// </summary>
    private async Task<Uri?> OwnerOfAsync(RoomPlace place, HttpRequest request)
    {
        if (place.Node == node.Name) return null;
        if (!IsParticipation(request)
            || settings.SettingsOf(place) is not { } declared
            || node.IsDraining
            || !(declared.Span || IsFull(place.Node)))
        {
            return place.Api;
        }

        await spans.LinkAsync(place, declared).ConfigureAwait(false);
        return null;
    }

    private NodeReport Known(string name) => node.Nodes.FirstOrDefault(n => n.Name == name)
        ?? throw new ProblemException(Problems.NotFound($"There is no node named '{name}'.", "GET /api/cluster lists them."));

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask, HttpContext context)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (AudioException e)
        {
            context.Response.Headers.RetryAfter = "1";
            throw new ProblemException(Problems.Of(StatusCodes.Status503ServiceUnavailable, "serverUnavailable", e.Message, "Try again."));
        }
    }

    /// <summary>The room of <c>/whip/ROOM</c>, <c>/whep/ROOM</c>, <c>/api/rooms/ROOM</c>, or of events that ask for one.</summary>
    private static string? RoomIn(HttpRequest request) => request.Path.StartsWithSegments("/api/events")
        ? request.Query["room"] is [{ Length: > 0 } room] ? room : null
        : NameAfter(request.Path, "/whip", "/whep", "/api/rooms");

    /// <summary>
    /// The stream of <c>/whip/STREAM</c>, <c>/whep/STREAM</c>, <c>/ws/listen/STREAM</c>, <c>/listen/STREAM.ogg</c>,
    /// <c>/api/streams/STREAM</c>, or of a recording that is to be started.
    /// </summary>
    private static async Task<string?> StreamInAsync(HttpRequest request)
    {
        if (HttpMethods.IsPost(request.Method) && request.Path == "/api/recordings")
        {
            return await RecordedStreamAsync(request).ConfigureAwait(false);
        }

        return NameAfter(request.Path, "/listen") is { } file
            ? Path.GetFileNameWithoutExtension(file)
            : NameAfter(request.Path, "/whip", "/whep", "/ws/listen", "/api/streams");
    }

    /// <summary>The id in <c>/whip/NAME/ID</c> or <c>/whep/NAME/ID</c>.</summary>
    private static string? SessionIn(HttpRequest request) =>
        (request.Path.StartsWithSegments("/whip", out var rest) || request.Path.StartsWithSegments("/whep", out rest))
        && rest.Value?.Split('/') is ["", _, { Length: > 0 } id]
            ? id
            : null;

    private static string? RecordingIn(HttpRequest request) => NameAfter(request.Path, "/api/recordings");

    /// <summary>The segment that follows one of some paths.</summary>
    private static string? NameAfter(PathString path, params ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (path.StartsWithSegments(prefix, out var rest) && rest.Value is { Length: > 1 } text) return text[1..].Split('/', 2)[0];
        }

        return null;
    }

    /// <summary>The stream that the body of a request names. Another body is left to the node that answers.</summary>
    private static async Task<string?> RecordedStreamAsync(HttpRequest request)
    {
        request.EnableBuffering();
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted)
                .ConfigureAwait(false);
            return body.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("stream", out var stream)
                && stream.ValueKind == JsonValueKind.String
                    ? stream.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            request.Body.Position = 0;
        }
    }
}
