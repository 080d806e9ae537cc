using Continuo.Audio;
using Continuo.Hosting.Watching;
using Continuo.Recording;
using Continuo.Streams;

namespace Continuo.Hosting.Entries;

/// <summary>A recording of a host. The settable members change under the host's gate.</summary>
internal sealed class RecordingEntry(string name, string stream, string to, AudioStream source, Recorder recorder, DateTimeOffset startedAt)
    : IEntry
{
    private readonly AudioFormat _format = source.Format;

    public string Name { get; } = name;

    public string Stream { get; } = stream;

    public string To { get; } = to;

    public AudioStream Source { get; } = source;

    public Recorder Recorder { get; } = recorder;

    public RecordingResult? Result { get; set; }

    /// <summary>Completed when the end has been published, so that the snapshot contains it.</summary>
    public Task Ended { get; set; } = Task.CompletedTask;

    public RecordingState State =>
        Result is null ? RecordingState.Running : Result.Failure is null ? RecordingState.Finished : RecordingState.Failed;

    public RecordingSnapshot ToSnapshot() =>
        new(Name, Stream, To, State, _format.ToTime(Result?.Frames ?? Recorder.Frames), Result?.DroppedChunks ?? Recorder.DroppedChunks,
            Result?.Failure?.Message)
        { StartedAt = startedAt };

    public void Release() => Recorder.Dispose();

    public override string ToString() => Name;
}
