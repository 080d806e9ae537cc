using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Continuo.Cluster.Nodes;

/// <summary>
/// The engine as a service of the program, which does not hold its end up while the store is down: a node cannot say goodbye then, and the
/// engine would try for minutes. The others find out by its silence.
/// </summary>
internal sealed class BoundedStop(IHostedService engine, StoreLink store, ILogger<ClusterNode> logger) : IHostedService
{
    private static readonly TimeSpan WithoutStore = TimeSpan.FromSeconds(1);

    /// <summary>Puts it around the services of the engine that have been added.</summary>
    public static void Wrap(IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is not { ServiceType: var service, ImplementationType: { } type }
                || service != typeof(IHostedService))
            {
                continue;
            }

            if (type.Namespace?.StartsWith("Orleans", StringComparison.Ordinal) != true) continue;
            services[i] = ServiceDescriptor.Singleton<IHostedService>(provider => new BoundedStop(
                (IHostedService)ActivatorUtilities.CreateInstance(provider, type),
                provider.GetRequiredService<StoreLink>(), provider.GetRequiredService<ILogger<ClusterNode>>()));
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var stopping = engine.StopAsync(cancellationToken);
        while (!stopping.IsCompleted)
        {
            await Task.WhenAny(stopping, Task.Delay(WithoutStore, CancellationToken.None)).ConfigureAwait(false);
            if (stopping.IsCompleted || store.IsUp) continue;
            ClusterLog.NoGoodbye(logger);
            return;
        }

        await stopping.ConfigureAwait(false);
    }
}
