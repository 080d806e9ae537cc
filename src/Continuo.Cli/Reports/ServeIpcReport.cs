using System.Globalization;
using Continuo.Network.Ipc;
using Continuo.Streams;

namespace Continuo.Cli.Reports;

/// <summary>What <c>continuo serve-ipc</c> has done.</summary>
internal sealed record ServeIpcReport(
    string Source,
    string Path,
    double Seconds,
    int SampleRate,
    int Channels,
    long Chunks,
    long Gaps,
    long GapFrames,
    long Reconnects,
    string Health,
    long Accepted,
    long Left,
    long Messages,
    long Bytes,
    long DroppedChunks,
    IReadOnlyDictionary<string, long> Faults,
    IReadOnlyList<IpcClientReport> Clients,
    string? PriorityRefusal,
    FailureReport? Error)
{
    public static ServeIpcReport Of(AudioStream stream, IpcServerReport server)
    {
        var statistics = stream.Statistics;
        return new ServeIpcReport(
            stream.Description,
            server.Path,
            Math.Round(stream.Format.ToTime(statistics.Frames + statistics.GapFrames).TotalSeconds, 3),
            stream.Format.SampleRate,
            stream.Format.Channels,
            statistics.Chunks,
            statistics.Gaps,
            statistics.GapFrames,
            statistics.Reconnects,
            stream.Health.ToString(),
            server.Accepted,
            server.Left,
            server.Messages,
            server.Bytes,
            server.DroppedChunks,
            server.Faults,
            server.Clients,
            stream.PriorityRefusal,
            stream.Health == StreamHealth.Failed && stream.Failure is { } failure ? FailureReport.Of(failure) : null);
    }

    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Source} → {Path}: {Seconds:0.000} s; {Accepted} clients came, {Left} left, {Clients.Count} there at the end; {Messages} messages, {Bytes} bytes, {DroppedChunks} chunks given up{string.Concat(Faults.Select(f => $"; {f.Value} × {f.Key}"))}");
}
