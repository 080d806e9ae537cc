using Continuo.Hosting;
using Continuo.Server.Access;
using Continuo.Server.Options;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Continuo.Server.Operations;

/// <summary>
/// <c>/healthz</c>: the process answers. <c>/readyz</c>: its streams, players and recordings work; 503 if one has failed, with a line for
/// each, which distinguishes flowing, silent and stalled.
/// </summary>
internal static class HealthEndpoints
{
    public static IServiceCollection AddServerHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddContinuo();
        return services;
    }

    public static void MapServerHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = static _ => false, ResponseWriter = WriteAsync })
            .AllowAnyone();
        app.MapHealthChecks("/readyz", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnyone();
    }

    /// <summary>Stream names are shown to clients that may listen; others receive only the status.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.Headers.CacheControl = "no-store";
        var details = context.RequestServices.GetRequiredService<TokenCheck>().Check(context).Role >= AccessRole.Listen
            ? report.Entries.Values.SelectMany(e => e.Data).ToDictionary(d => d.Key, d => d.Value.ToString() ?? "", StringComparer.Ordinal)
            : null;
        var health = new HealthDocument(report.Status.ToString().ToLowerInvariant(), details);
        return context.Response.WriteAsJsonAsync(health, OperationsJson.Default.HealthDocument, "application/json", context.RequestAborted);
    }
}
