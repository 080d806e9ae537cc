using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Continuo.Server.Tests.Operations;

/// <summary>An OpenTelemetry collector for metrics: OTLP over gRPC and over HTTP with protobuf. Keeps the names that it receives.</summary>
internal sealed class MetricsCollector : IAsyncDisposable
{
    private const string GrpcPath = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

    private readonly WebApplication _app;

    private MetricsCollector(WebApplication app) => _app = app;

    /// <summary>The names of the metrics that have come, with the number of times.</summary>
    public ConcurrentDictionary<string, int> Names { get; } = new(StringComparer.Ordinal);

    public Uri Address => new(_app.Urls.First());

    public static async Task<MetricsCollector> StartAsync(HttpProtocols protocols, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = protocols));
        var collector = new MetricsCollector(builder.Build());
        collector._app.Run(collector.TakeAsync);
        await collector._app.StartAsync(cancellation);
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory, context.RequestAborted);
        var body = memory.ToArray();
        var isGrpc = context.Request.Path == GrpcPath;
        if (!isGrpc && (context.Request.Path != "/v1/metrics" || context.Request.ContentType != "application/x-protobuf"))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // gRPC: a byte for compression and four for the length.
        foreach (var name in MetricNames(isGrpc ? body.AsMemory(5, (int)BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(1))) : body))
        {
            Names.AddOrUpdate(name, 1, static (_, n) => n + 1);
        }

        context.Response.ContentType = isGrpc ? "application/grpc" : "application/x-protobuf";
        if (!isGrpc) return;
        await context.Response.Body.WriteAsync(new byte[5], context.RequestAborted); // an empty message
        context.Features.Get<IHttpResponseTrailersFeature>()!.Trailers["grpc-status"] = "0";
    }

    // ExportMetricsServiceRequest: resource_metrics (1), scope_metrics (2), metrics (2), name (1).
    private static IEnumerable<string> MetricNames(ReadOnlyMemory<byte> request) =>
        Fields(request, 1).SelectMany(r => Fields(r, 2)).SelectMany(s => Fields(s, 2))
            .SelectMany(m => Fields(m, 1)).Select(n => Encoding.UTF8.GetString(n.Span));

    /// <summary>The contents of the length-delimited fields of a number in a protobuf message.</summary>
    private static List<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int number)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message.Span, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    if ((int)(tag >> 3) == number) found.Add(message.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"wire type {tag & 7}");
            }
        }

        return found;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
