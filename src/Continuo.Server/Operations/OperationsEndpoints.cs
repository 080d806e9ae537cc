using Continuo.Hosting;
using Continuo.Server.Logging;
using Continuo.Server.Options;
using Continuo.Streams;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Continuo.Server.Operations;

/// <summary>What operators ask for: <c>/metrics</c>, <c>/healthz</c>, <c>/readyz</c>.</summary>
internal static class OperationsEndpoints
{
    /// <summary>Adds what the endpoints need.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<LogRing>();
        services.AddSingleton<ILoggerProvider>(static s => s.GetRequiredService<LogRing>());
        services.AddServerHealth();
        services.AddHostedService<SystemdNotice>();
        if (!options.Metrics && options.OtlpEndpoint is null) return services;
        services.AddMetrics();
        services.AddSingleton<ReceptionMetrics>();
        services.AddSingleton<RoomMetrics>();
        services.AddSingleton<ServerMetrics>();
        services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddMeter(StreamMetrics.MeterName, HostMetrics.MeterName, ServerMetrics.MeterName);
            if (options.Metrics) metrics.AddPrometheusExporter(static prometheus => prometheus.ScrapeResponseCacheDurationMilliseconds = 0);
            if (options.OtlpEndpoint is { } collector)
            {
                metrics.AddOtlpExporter(otlp => (otlp.Endpoint, otlp.Protocol) = (collector, ProtocolOf(collector)));
            }
        });
        return services;
    }

    /// <summary>
    /// A collector's address with a path is one of OTLP over HTTP (port 4318, <c>/v1/metrics</c>); without, of gRPC (port 4317).
    /// </summary>
    private static OtlpExportProtocol ProtocolOf(Uri collector) =>
        collector.AbsolutePath.Length > 1 ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;

    /// <summary>Adds the endpoints.</summary>
    public static void MapOperations(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapServerHealth();
        if (app.ServiceProvider.GetService<ServerMetrics>() is not null
            && app.ServiceProvider.GetRequiredService<ServerOptions>().Metrics)
        {
            app.MapPrometheusScrapingEndpoint("/metrics");
        }
    }
}
