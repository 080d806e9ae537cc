namespace Continuo.Client.Contract.Recordings;

/// <summary>A recording or another sound file of the recordings directory.</summary>
/// <param name="Name">Its name on the server.</param>
/// <param name="Stream">The stream it was recorded from; <see langword="null"/> for an uploaded or copied file.</param>
/// <param name="File">File name in the recordings directory.</param>
/// <param name="State">Whether it runs, is complete, or has failed.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="DurationSeconds">Length so far.</param>
/// <param name="Bytes">Size of the file so far.</param>
/// <param name="DroppedFrames">Frames that were lost before they could be written.</param>
/// <param name="Gaps">Where audio is missing; the first 1000.</param>
/// <param name="Failure">What ended it, and what is kept; <see langword="null"/> if nothing is wrong.</param>
/// <param name="Format"><c>wav</c>, <c>flac</c>, <c>opus</c>, <c>ogg</c> or <c>mp3</c>.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="PeakDb">Highest sample in dBFS; <see langword="null"/> for silence or while unknown.</param>
/// <param name="LoudnessLufs">Integrated loudness; <see langword="null"/> for silence or while unknown.</param>
public sealed record RecordingStatus(
    string Name,
    string? Stream,
    string File,
    RecordingState State,
    DateTimeOffset StartedAt,
    double DurationSeconds,
    long Bytes,
    long DroppedFrames,
    IReadOnlyList<RecordingGap> Gaps,
    string? Failure,
    string Format,
    int Channels,
    int SampleRate,
    double? PeakDb,
    double? LoudnessLufs)
{
    /// <summary>The node of the cluster that has it; <see langword="null"/> if it is the server that was asked.</summary>
    public string? Node { get; init; }
}
