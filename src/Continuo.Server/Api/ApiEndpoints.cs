namespace Continuo.Server.Api;

/// <summary>The REST API below <c>/api</c>.</summary>
internal static class ApiEndpoints
{
    /// <summary>Adds what the endpoints need.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services) => services;

    /// <summary>Adds the endpoints.</summary>
    public static void MapApi(this IEndpointRouteBuilder app) => ArgumentNullException.ThrowIfNull(app);
}
