namespace Continuo.Hosting.Watching;

/// <summary>A recording of an <see cref="AudioHost"/> at one moment.</summary>
/// <param name="Name">Its name in the host.</param>
/// <param name="Stream">The name of the stream that it records.</param>
/// <param name="To">Address of the destination.</param>
/// <param name="State">Whether it runs, or how it ended.</param>
/// <param name="Duration">Duration written so far, including silence for gaps.</param>
/// <param name="DroppedChunks">Chunks lost because the recorder was late.</param>
/// <param name="Failure">The error that ended it; <see langword="null"/> if there is none.</param>
public sealed record RecordingSnapshot(
    string Name,
    string Stream,
    string To,
    RecordingState State,
    TimeSpan Duration,
    long DroppedChunks,
    string? Failure)
{
    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; init; }
}
