using Continuo.Hosting;
using Continuo.Hosting.Watching;
using Microsoft.Extensions.Hosting;

namespace Continuo.Server.Sessions;

/// <summary>Ends the sessions of streams that are removed.</summary>
internal sealed class RemovedStreams(AudioHost host, SessionTable sessions) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var change in host.WatchAsync(stoppingToken).ConfigureAwait(false))
            {
                if (change.Kind == HostEventKind.StreamRemoved) await sessions.EndAsync(change.Name).ConfigureAwait(false);
                if (change.Snapshot is not { } snapshot) continue;
                var names = snapshot.Streams.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
                foreach (var gone in sessions.All.Select(s => s.Stream).Where(s => s.Length > 0 && !names.Contains(s)).Distinct())
                {
                    await sessions.EndAsync(gone).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}
