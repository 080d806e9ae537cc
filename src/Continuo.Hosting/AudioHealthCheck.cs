using Continuo.Hosting.Watching;
using Continuo.Streams;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Continuo.Hosting;

/// <summary>Reports the health of a host from its snapshot.</summary>
internal sealed class AudioHealthCheck(AudioHost host) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var snapshot = host.Snapshot();
        var failed = context.Registration.FailureStatus;
        var findings = new List<(HealthStatus Status, string Line)>();
        var details = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var stream in snapshot.Streams)
        {
            Add($"stream {stream.Name}", Judge(stream.Health, failed), $"{stream.Health}: {stream.Reason}");
        }

        foreach (var player in snapshot.Players)
        {
            Add($"player {player.Name}", player.Failure is null ? HealthStatus.Healthy : failed, player.Failure ?? player.State.ToString());
        }

        foreach (var recording in snapshot.Recordings)
        {
            Add($"recording {recording.Name}", recording.State == RecordingState.Failed ? HealthStatus.Degraded : HealthStatus.Healthy,
                recording.Failure ?? recording.State.ToString());
        }

        var worst = findings.Count == 0 ? HealthStatus.Healthy : findings.Min(f => f.Status);
        var lines = findings.Where(f => f.Status != HealthStatus.Healthy).Select(f => f.Line);
        return Task.FromResult(new HealthCheckResult(worst,
            worst == HealthStatus.Healthy ? $"{snapshot.Streams.Count} streams" : string.Join("; ", lines), null, details));

        void Add(string name, HealthStatus status, string line)
        {
            details[name] = line;
            findings.Add((status, $"{name}: {line}"));
        }
    }

    private static HealthStatus Judge(StreamHealth health, HealthStatus failed) => health switch
    {
        StreamHealth.Failed => failed,
        StreamHealth.Stalled or StreamHealth.Recovering => HealthStatus.Degraded,
        _ => HealthStatus.Healthy,
    };
}
