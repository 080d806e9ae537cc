using System.Net;
using Continuo.Cluster.Bundles;
using Continuo.Cluster.Contract;
using Continuo.Cluster.Nodes;
using Continuo.Cluster.Security;
using Continuo.Cluster.Spanning;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Server;
using Continuo.Server.Access;
using Continuo.Server.Nodes;
using Continuo.Server.Rooms;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Continuo.Cluster.Serving;

/// <summary>Makes a server a node of a cluster.</summary>
/// <param name="options">How it joins.</param>
internal sealed class ClusterPart(NodeOptions options) : IServerPart
{
    /// <inheritdoc/>
    public void AddTo(WebApplicationBuilder builder)
    {
        builder.AddCluster(options);
        var services = builder.Services;
        services.AddHttpForwarder();
        services.AddSingleton(s => new NodeSignature(options.Key, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<INodeTrust>(s => s.GetRequiredService<NodeSignature>());
        services.AddSingleton<PeerCertificates>();
        services.AddSingleton<NodeMeter>();
        services.AddSingleton<NodeRequests>();
        services.AddSingleton<RequestForwarder>();
        services.AddSingleton(_ => OpenBundles());
        services.AddSingleton<RoomSpans>();
        services.AddSingleton<ISpanRooms>(s => s.GetRequiredService<RoomSpans>());
        services.AddSingleton<ClusterMetrics>();
        services.ConfigureOpenTelemetryMeterProvider(static meters => meters.AddMeter(ClusterMetrics.MeterName));
        services.AddSingleton<IVolumeCopies, VolumeCopies>();
        services.AddSingleton(s => new Lazy<ClusterNode>(s.GetRequiredService<ClusterNode>));
        services.AddSingleton<ClusterRooms>();
        services.AddSingleton<INodeRooms>(s => s.GetRequiredService<ClusterRooms>());
        services.AddSingleton(s => new Lazy<RoomTapes>(s.GetRequiredService<RoomTapes>));
        services.AddSingleton<ClusterStreams>();
        services.AddSingleton<INodeStreams>(s => s.GetRequiredService<ClusterStreams>());
        services.AddSingleton<IOtherNodes>(s => s.GetRequiredService<ClusterStreams>());
        services.AddHostedService(s => s.GetRequiredService<ClusterStreams>());
        services.AddSingleton<IRoomPlaces>(s => s.GetRequiredService<ClusterRooms>());
    }

    /// <inheritdoc/>
    public void Use(WebApplication app)
    {
        var forwarder = app.Services.GetRequiredService<RequestForwarder>();
        app.Use(next => context => forwarder.InvokeAsync(context, next));
        app.MapCluster();
    }
    private BundleEndpoint OpenBundles()
    {
        JoinCheck.CheckAddress(options); // before the UDP port, whose refusal speaks of streams
        var port = UdpTransport.Open(new UdpOptions { Local = new IPEndPoint(options.Address, options.Port) }, isRtcpShared: true);
        return new BundleEndpoint(options.Name, options.Address, port, new BundleKeys(options.Key));
    }
}
