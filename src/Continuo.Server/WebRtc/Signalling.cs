using System.Text;
using Continuo.Server.Http;
using Continuo.Server.Options;
using Continuo.Server.Sessions;
using Continuo.WebRtc.Sessions;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.Server.WebRtc;

/// <summary>What WHEP and WHIP have in common (RFC 9725): an offer is posted, a session is the resource, its deletion the end.</summary>
internal static class Signalling
{
    private const string Sdp = "application/sdp";

    /// <summary>Reads the offer of a POST.</summary>
    /// <exception cref="ProblemException">The content type is another.</exception>
    public static async Task<string> ReadOfferAsync(HttpContext context)
    {
        if (!(context.Request.ContentType ?? "").Split(';')[0].Trim().Equals(Sdp, StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(
                Problems.Of(StatusCodes.Status415UnsupportedMediaType, "invalid",
                    $"The offer's content type is '{context.Request.ContentType}'.", $"Send it as {Sdp}."));
        }

        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Lists the session until it ends.</summary>
    public static void Register(HttpContext context, WebRtcSession session, string stream)
    {
        var services = context.RequestServices;
        var sessions = services.GetRequiredService<SessionTable>();
        var listed = new PeerSession(session, stream, $"{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort}",
            services.GetRequiredService<TimeProvider>().GetUtcNow());
        try
        {
            sessions.Add(listed);
        }
        catch (ProblemException)
        {
            _ = session.StopAsync("there are too many");
            throw;
        }

        session.Ended += (_, _) => sessions.Remove(listed);
        if (session.State == WebRtcSessionState.Ended) sessions.Remove(listed); // before it was watched
    }

    /// <summary>Answers 201 with the session's address, its tag and the answer.</summary>
    public static Task AnswerAsync(HttpContext context, WebRtcSession session)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status201Created;
        response.ContentType = Sdp;
        response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path}/{session.Id}";
        response.Headers.ETag = session.ETag;
        response.Headers.CacheControl = "no-store";
        var body = Encoding.UTF8.GetBytes(session.AnswerSdp);
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>What the endpoint says to HEAD, GET and OPTIONS: that it takes offers.</summary>
    public static Task Describe(HttpContext context)
    {
        context.Response.Headers["Accept-Post"] = Sdp;
        if (HttpMethods.IsHead(context.Request.Method)) context.Response.ContentType = Sdp;
        else context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>HEAD and OPTIONS of a session.</summary>
    public static Task DescribeSession(HttpContext context, SessionKind kind)
    {
        if (!HttpMethods.IsOptions(context.Request.Method)) context.Response.Headers.ETag = Find(context, kind).Session.ETag;
        context.Response.Headers.Allow = "DELETE, HEAD, OPTIONS";
        context.Response.StatusCode = HttpMethods.IsHead(context.Request.Method) ? StatusCodes.Status200OK : StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>Ends a session. 200, whatever its tag: OBS takes anything else for an error.</summary>
    public static async Task EndAsync(HttpContext context, SessionKind kind)
    {
        var found = Find(context, kind);
        await found.Session.StopAsync("the client ended it").ConfigureAwait(false);
        context.RequestServices.GetRequiredService<SessionTable>().Remove(found); // at once, not when its event has come
    }

    private static PeerSession Find(HttpContext context, SessionKind kind)
    {
        var id = (string)context.GetRouteValue("id")!;
        EntryName.Check((string)context.GetRouteValue("stream")!, out var stream);
        if (context.RequestServices.GetRequiredService<SessionTable>().Find(id) is PeerSession found
            && found.Kind == kind && found.Stream == stream)
        {
            return found;
        }

        throw new ProblemException(Problems.NotFound("There is no such session; it may have ended.", "Post a new offer."));
    }
}
