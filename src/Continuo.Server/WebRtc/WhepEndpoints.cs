using Continuo.Hosting;
using Continuo.Server.Access;
using Continuo.Server.Http;
using Continuo.Server.Listening;
using Continuo.Server.Options;
using Continuo.Server.Sessions;
using Continuo.WebRtc.Sessions;

namespace Continuo.Server.WebRtc;

/// <summary><c>/whep/{stream}</c>: listening by WebRTC (draft-ietf-wish-whep).</summary>
internal static class WhepEndpoints
{
    private const string Endpoint = "/whep/{stream}";
    private const string Resource = "/whep/{stream}/{id}";

    public static void MapWhep(this IEndpointRouteBuilder app)
    {
        app.MapPost(Endpoint, (RequestDelegate)ListenAsync)
            .RequireRole(AccessRole.Listen, isEmbeddable: true)
            .RequireRateLimiting(RateLimits.Sessions);
        app.MapMethods(Endpoint, [HttpMethods.Get, HttpMethods.Head, HttpMethods.Options], (RequestDelegate)Describe)
            .RequireRole(AccessRole.Listen, isEmbeddable: true);
        app.MapDelete(Resource, (RequestDelegate)(context => Signalling.EndAsync(context, SessionKind.Whep)))
            .RequireRole(AccessRole.Listen, isEmbeddable: true);
        app.MapMethods(Resource, [HttpMethods.Head, HttpMethods.Options],
            (RequestDelegate)(context => Signalling.DescribeSession(context, SessionKind.Whep))).RequireRole(AccessRole.Listen,
                isEmbeddable: true);
    }

    /// <summary>A player that asks before it offers learns that there is no such stream. A preflight asks about the server alone.</summary>
    private static Task Describe(HttpContext context)
    {
        var name = (string)context.GetRouteValue("stream")!;
        var services = context.RequestServices;
        if (!HttpMethods.IsOptions(context.Request.Method) && !services.GetRequiredService<IPeerRooms>().Has(name))
        {
            services.GetRequiredService<AudioHost>().GetStream(name);
        }

        return Signalling.Describe(context);
    }

    private static async Task ListenAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var name = (string)context.GetRouteValue("stream")!;
        if (services.GetRequiredService<IPeerRooms>() is var rooms && rooms.Has(name))
        {
            await rooms.ListenAsync(context, name).ConfigureAwait(false);
            return;
        }

        var stream = services.GetRequiredService<AudioHost>().GetStream(name);
        var settings = EncodingSettings.FromQuery(context.Request.Query);
        var options = new WebRtcListenOptions
        {
            Preset = settings.Preset,
            PacketMilliseconds = settings.PacketMs,
            Red = context.Request.Query["red"] == "1",
            UserAgent = context.Request.Headers.UserAgent.ToString(),
        };
        var offer = await Signalling.ReadOfferAsync(context).ConfigureAwait(false);
        var session = services.GetRequiredService<MediaPorts>().For(context.Connection).Listen(stream, offer, options);
        Signalling.Register(context, session, name);
        await Signalling.AnswerAsync(context, session).ConfigureAwait(false);
    }
}
