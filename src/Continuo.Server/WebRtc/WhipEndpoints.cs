using Continuo.Audio;
using Continuo.Hosting;
using Continuo.Server.Access;
using Continuo.Server.Http;
using Continuo.Server.Options;
using Continuo.Server.Sessions;
using Continuo.Streams;
using Continuo.WebRtc;
using Continuo.WebRtc.Sessions;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.Server.WebRtc;

/// <summary><c>/whip/{name}</c>: publishing by WebRTC (RFC 9725). What is published is the stream <c>name</c> for as long as the session lasts.</summary>
internal static class WhipEndpoints
{
    private const string Endpoint = "/whip/{stream}";
    private const string Resource = "/whip/{stream}/{id}";

    public static void MapWhip(this IEndpointRouteBuilder app)
    {
        app.MapPost(Endpoint, (RequestDelegate)PublishAsync).RequireRole(AccessRole.Talk).RequireRateLimiting(RateLimits.Sessions);
        app.MapMethods(Endpoint, [HttpMethods.Get, HttpMethods.Head, HttpMethods.Options], (RequestDelegate)Signalling.Describe).RequireRole(AccessRole.Talk);
        app.MapDelete(Resource, (RequestDelegate)(context => Signalling.EndAsync(context, SessionKind.Whip))).RequireRole(AccessRole.Talk);
        app.MapMethods(Resource, [HttpMethods.Head, HttpMethods.Options], (RequestDelegate)(context => Signalling.DescribeSession(context, SessionKind.Whip))).RequireRole(AccessRole.Talk);
    }

    private static async Task PublishAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var host = services.GetRequiredService<AudioHost>();
        var name = (string)context.GetRouteValue("stream")!;
        if (!EntryName.IsValid(name)) throw new ProblemException(Problems.Invalid($"'{name}' cannot be the name of a stream.", $"{char.ToUpperInvariant(EntryName.Rule[0])}{EntryName.Rule[1..]}."));
        var offer = await Signalling.ReadOfferAsync(context).ConfigureAwait(false);
        if (host.Snapshot().Streams.Any(s => s.Name == name)) throw InUse(name);
        var session = services.GetRequiredService<MediaPorts>().For(context.Connection).Publish(offer, new WebRtcPublishOptions { Name = name, UserAgent = context.Request.Headers.UserAgent.ToString() });
        var logger = services.GetRequiredService<ILogger<WebRtcHost>>();
        Add(host, name, session, logger);
        Signalling.Register(context, session, name);
        await Signalling.AnswerAsync(context, session).ConfigureAwait(false);
    }

    private static void Add(AudioHost host, string name, WebRtcSession session, ILogger logger)
    {
        AudioStream? stream = null;
        try
        {
            stream = AudioStream.Open($"whip:{name}", () => session.Source!, new StreamOptions { Logger = logger });
            host.AddStream(name, stream);
        }
        catch (Exception e) when (e is AudioException or InvalidOperationException)
        {
            // Another publisher was faster; the host has disposed the stream.
            _ = session.StopAsync("its name is in use");
            if (stream is null) session.Source?.Dispose();
            throw InUse(name);
        }

        session.Ended += (_, _) => _ = RemoveAsync(host, name, stream);
        if (session.State == WebRtcSessionState.Ended) _ = RemoveAsync(host, name, stream);
    }

    /// <summary>Removes the stream, unless it has been, and another has its name.</summary>
    private static async Task RemoveAsync(AudioHost host, string name, AudioStream stream)
    {
        try
        {
            if (ReferenceEquals(host.GetStream(name), stream)) await host.RemoveStreamAsync(name).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AudioException or ObjectDisposedException)
        {
            // Removed already, with the host or by an operator.
        }
    }

    private static ProblemException InUse(string name) => new(Problems.Conflict($"There is a stream '{name}' already.", "Publish under another name, or end the one that is there."));
}
