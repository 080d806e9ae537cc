using System.Globalization;
using Continuo.Cli.Output;
using Continuo.Ipc;
using Continuo.Streams;

namespace Continuo.Cli.Reports;

/// <summary>Result of <c>continuo serve-ipc</c>.</summary>
internal sealed record ServeIpcReport(
    string Source,
    string Description,
    string Sink,
    long Frames,
    double Seconds,
    int SampleRate,
    int Channels,
    long Chunks,
    long Gaps,
    long GapFrames,
    long FilledFrames,
    long SilentChunks,
    long Reconnects,
    string Health,
    long AcceptedClients,
    long LeftClients,
    long Messages,
    long Bytes,
    long DroppedChunks,
    IReadOnlyDictionary<string, long> Faults,
    IReadOnlyList<IpcClientStatistics> Clients,
    string? PriorityRefusal,
    FailureReport? Error)
{
    public static ServeIpcReport Of(AudioStream stream, IpcServerStatistics server)
    {
        var statistics = stream.Statistics;
        var frames = statistics.Frames + statistics.GapFrames;
        return new ServeIpcReport(
            stream.Name,
            stream.Description,
            $"ipc:{server.Path}",
            frames,
            Reports.AudioSeconds.Of(frames, stream.Format),
            stream.Format.SampleRate,
            stream.Format.Channels,
            statistics.Chunks,
            statistics.Gaps,
            statistics.GapFrames,
            statistics.FilledFrames,
            statistics.SilentChunks,
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
        $"{Description} → {Sink}: {Seconds:0.000} s; {Plural.Of(AcceptedClients, "client")} connected, {LeftClients} disconnected, "
            + $"{Clients.Count} connected at the end; {Plural.Of(Messages, "message")}, {Plural.Of(Bytes, "byte")}, "
            + $"{Plural.Of(DroppedChunks, "chunk")} dropped{string.Concat(Faults.Select(f => $"; {f.Value} × {f.Key}"))}");
}
