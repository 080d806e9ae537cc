using Continuo.Server.Options;
using Continuo.Server.Tests.Api;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Continuo.Server.Tests.Operations;

/// <summary>Metrics reach a collector by OTLP.</summary>
public sealed class OtlpTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpProtocols.Http2, "")] // gRPC
    [InlineData(HttpProtocols.Http1, "v1/metrics")]
    public async Task A_collector_receives_the_metrics_also_the_last_ones_of_a_server_that_stops(HttpProtocols protocols, string path)
    {
        await using var collector = await MetricsCollector.StartAsync(protocols, Stop);
        await using (var server = await ApiServer.StartAsync(
            ApiServer.OpenTone, new ServerOptions { Metrics = false, OtlpEndpoint = new Uri(collector.Address, path) }))
        {
            while ((await server.Client.GetStreamAsync("tone", Stop)).Statistics.Chunks == 0) await Task.Delay(20, Stop);
        }

        string[] wanted = ["continuo.stream.frames", "continuo.reader.dropped", "continuo.host.streams", "continuo.server.sessions"];
        Assert.All(wanted, name => Assert.Contains(collector.Names.Keys, n => n.StartsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_collector_that_is_not_there_delays_nothing_but_the_end()
    {
        await using var server = await ApiServer.StartAsync(ApiServer.OpenTone,
            new ServerOptions { OtlpEndpoint = new Uri("http://127.0.0.1:9") });

        Assert.Contains("continuo_", await server.Http.GetStringAsync("metrics", Stop), StringComparison.Ordinal);
    }
}
