using Microsoft.Extensions.Hosting;

namespace Continuo.Hosting.Configuration;

/// <summary>Starts and stops the host with the program.</summary>
internal sealed class HostService(AudioHost host) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        host.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => host.StopAsync(cancellationToken);
}
