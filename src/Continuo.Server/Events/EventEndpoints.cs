namespace Continuo.Server.Events;

/// <summary>The events and meters at <c>/api/events</c>.</summary>
internal static class EventEndpoints
{
    /// <summary>Adds what the endpoint needs.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services) => services;

    /// <summary>Adds the endpoint.</summary>
    public static void MapEvents(this IEndpointRouteBuilder app) => ArgumentNullException.ThrowIfNull(app);
}
