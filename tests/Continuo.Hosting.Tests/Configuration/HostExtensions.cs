namespace Continuo.Hosting.Tests.Configuration;

internal static class HostExtensions
{
    /// <summary>Waits until a recording ends by itself.</summary>
    public static async Task<(long Frames, string? Failure)> FinishOf(this AudioHost host, string recording, TimeSpan ample)
    {
        using var timeout = new CancellationTokenSource(ample);
        await host.WatchAsync(timeout.Token).FirstAsync(
            _ => host.Snapshot().Recordings.Single(r => r.Name == recording).State != Hosting.Watching.RecordingState.Running,
            timeout.Token);
        var result = await host.FinishRecordingAsync(recording, timeout.Token);
        return (result.Frames, result.Failure?.Message);
    }
}
