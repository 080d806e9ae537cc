using Continuo.Server.Access;
using Continuo.Server.Http;
using Continuo.Server.Nodes;
using Continuo.Server.Options;
using Continuo.Server.Recordings;
using Continuo.Server.Sessions;
using Continuo.WebRtc.Sessions;

namespace Continuo.Server.WebRtc;

/// <summary>
/// <c>/whip/{name}</c>: publishing by WebRTC (RFC 9725). What is published is the stream <c>name</c>, or a speaker in the room <c>name</c>.
/// </summary>
internal static class WhipEndpoints
{
    private const string Endpoint = "/whip/{stream}";
    private const string Resource = "/whip/{stream}/{id}";

    public static void MapWhip(this IEndpointRouteBuilder app)
    {
        app.MapPost(Endpoint, (RequestDelegate)PublishAsync).RequireRole(AccessRole.Talk).RequireRateLimiting(RateLimits.Sessions);
        app.MapMethods(Endpoint, [HttpMethods.Get, HttpMethods.Head, HttpMethods.Options], (RequestDelegate)Signalling.Describe)
            .RequireRole(AccessRole.Talk);
        app.MapDelete(Resource, (RequestDelegate)(context => Signalling.EndAsync(context, SessionKind.Whip))).RequireRole(AccessRole.Talk);
        app.MapMethods(Resource, [HttpMethods.Head, HttpMethods.Options],
            (RequestDelegate)(context => Signalling.DescribeSession(context, SessionKind.Whip))).RequireRole(AccessRole.Talk);
    }

    private static async Task PublishAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var names = services.GetRequiredService<PublishedNames>();
        var name = FileNames.Check("stream", (string)context.GetRouteValue("stream")!);
        if (services.GetRequiredService<IPeerRooms>() is var rooms && rooms.Has(name))
        {
            await rooms.SpeakAsync(context, name).ConfigureAwait(false);
            return;
        }

        var offer = await Signalling.ReadOfferAsync(context).ConfigureAwait(false);
        var token = context.ClientToken();
        names.Check(name, token);
        var options = new WebRtcPublishOptions { Name = name, UserAgent = context.Request.Headers.UserAgent.ToString() };
        var session = services.GetRequiredService<MediaPorts>().For(context.Connection).Publish(offer, options);
        names.Publish(name, session, token);
        await services.GetRequiredService<IOtherNodes>().TellAsync(name, context.RequestAborted).ConfigureAwait(false);
        Signalling.Register(context, session, name);
        await Signalling.AnswerAsync(context, session).ConfigureAwait(false);
    }
}
