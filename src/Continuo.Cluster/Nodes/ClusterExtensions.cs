using Continuo.Audio;
using Continuo.Cluster.Contract;
using Continuo.Cluster.Grains;
using Continuo.Cluster.Placement;
using Continuo.Cluster.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;

namespace Continuo.Cluster.Nodes;

/// <summary>Makes a program a node of a cluster.</summary>
public static class ClusterExtensions
{
    /// <summary>Adds the <see cref="ClusterNode"/>. The program also adds its <see cref="INodeRooms"/>.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: an option cannot be.</exception>
    public static IHostApplicationBuilder AddCluster(this IHostApplicationBuilder builder, NodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var store = MembershipStore.Parse(options.Membership);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(_ => new StoreLink(options));
        builder.Services.AddHostedService(services => new NodeRegister(options, services.GetRequiredService<StoreLink>(),
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetRequiredService<ILogger<NodeRegister>>())); // before the engine
        builder.Services.AddSingleton(new NodeTable());
        builder.Services.AddSingleton(services => new ClusterNode(options, services.GetRequiredService<IGrainFactory>(),
            services.GetRequiredService<INodeRooms>(), services.GetRequiredService<ILocalSiloDetails>(),
            services.GetRequiredService<NodeTable>(), services.GetRequiredService<RoomDirectory>(),
            services.GetRequiredService<IClusterMembershipService>(),
            services.GetService<TimeProvider>() ?? TimeProvider.System, services.GetRequiredService<ILogger<ClusterNode>>(),
            services.GetService<INodeStreams>()));
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(o =>
                (o.ClusterId, o.ServiceId) = (options.Cluster, options.Cluster)); // declarations are kept by service
            silo.Configure<SiloOptions>(o => o.SiloName = options.Name);
            silo.Configure<ClusterMembershipOptions>(o =>
            {
                o.ProbeTimeout = options.ProbeTimeout;
                o.NumMissedProbesLimit = 2;
                o.NumVotesForDeathDeclaration = 1;
                o.TableRefreshTimeout = TimeSpan.FromSeconds(1);
            });
            silo.Services.AddSingleton(services => new RoomDirectory(services));
            silo.AddGrainDirectory(RoomDirectory.Name, (services, _) => services.GetRequiredService<RoomDirectory>());
            silo.UseNodeTls(new ClusterIdentity(options));
            silo.Services.AddPlacementDirector<RoomPlacement, RoomPlacementDirector>();
            if (store.Redis is { } redis)
            {
                silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services =>
                    ActivatorUtilities.CreateInstance<JoinCheck>(services, redis));
                silo.ConfigureEndpoints(options.Address, options.Port, gatewayPort: 0, listenOnAnyHostAddress: false);
                silo.UseRedisClustering(o => o.ConfigurationOptions = redis);
                silo.AddRedisGrainStorage(RoomGrain.Storage, o => o.ConfigurationOptions = redis);
            }
            else
            {
                silo.UseLocalhostClustering(options.Port, gatewayPort: 0, clusterId: options.Cluster, serviceId: options.Cluster);
                silo.AddMemoryGrainStorage(RoomGrain.Storage);
            }
        });
        BoundedStop.Wrap(builder.Services);
        builder.Services.AddHostedService(services => services.GetRequiredService<ClusterNode>()); // starts after the engine
        return builder;
    }
}
