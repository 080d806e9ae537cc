using System.Text.Json;
using Continuo.Audio;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Requests;
using Continuo.Recording;
using Continuo.Server.Http;

namespace Continuo.Server.Recordings;

/// <summary>A recording that is being written. Thread-safe.</summary>
internal sealed class RecordingRun(
    string name,
    string file,
    string path,
    StartRecordingRequest request,
    AudioFormat format,
    SummarySink sink,
    Recorder recorder,
    DateTimeOffset startedAt)
{
    public string Name { get; } = name;

    /// <summary>File name it will have in the directory.</summary>
    public string File { get; } = file;

    /// <summary>Where it is written until then.</summary>
    public string Path { get; } = path;

    /// <summary>Name of the stream that is recorded.</summary>
    public string Stream { get; } = request.Stream;

    public Recorder Recorder { get; } = recorder;

    public SignalSummary? Summary => sink.Summary;

    /// <summary>Completes when the file is in its place and the end has been published.</summary>
    public Task Ended { get; set; } = Task.CompletedTask;

    /// <summary>What another server needs to go on with it.</summary>
    public RecordingJob Job { get; } = new(request with { Name = name }, startedAt);

    /// <summary>What it has come to so far.</summary>
    public RecordingStatus ToStatus() => ToDocument(RecordingState.Running, null).ToStatus(File);

    /// <summary>What is known of it.</summary>
    public RecordingDocument ToDocument(RecordingState state, string? failure)
    {
        var summary = sink.Summary;
        return new RecordingDocument
        {
            Stream = Stream,
            State = state,
            StartedAt = startedAt,
            DurationSeconds = Numbers.Seconds(format.ToTime(Recorder.Frames)),
            DroppedFrames = Recorder.DroppedChunks * Recorder.ChunkFrames,
            Gaps = [.. Recorder.Gaps.Select(g =>
                new RecordingGap(Numbers.Seconds(format.ToTime(g.Position)), Numbers.Seconds(format.ToTime(g.Frames)),
                    JsonNamingPolicy.CamelCase.ConvertName(g.Reason.ToString())))],
            Failure = failure,
            Channels = format.Channels,
            SampleRate = format.SampleRate,
            PeakDb = summary?.PeakDb,
            LoudnessLufs = summary?.LoudnessLufs,
            Overview = state == RecordingState.Running ? [] : summary?.Overview.ToBytes() ?? [],
            Bytes = SizeOf(Path),
        };
    }

    private static long SizeOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }
}
