using Continuo.Client.Contract.Recordings;

namespace Continuo.Server.Recordings;

/// <summary>
/// Metadata of a recording, stored as JSON beside its file: properties that the file does not contain or that take long to compute. It is
/// valid as long as the file has the same size and time.
/// </summary>
internal sealed record RecordingDocument
{
    public string? Stream { get; init; }

    public RecordingState State { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public double DurationSeconds { get; init; }

    public long DroppedFrames { get; init; }

    public IReadOnlyList<RecordingGap> Gaps { get; init; } = [];

    public string? Failure { get; init; }

    public int Channels { get; init; }

    public int SampleRate { get; init; }

    public double? PeakDb { get; init; }

    public double? LoudnessLufs { get; init; }

    /// <summary><see cref="WaveformOverview.ToBytes"/>.</summary>
    public byte[] Overview { get; init; } = [];

    /// <summary>Size of the file it describes.</summary>
    public long Bytes { get; init; }

    /// <summary>When that file was written.</summary>
    public DateTimeOffset WrittenAt { get; init; }

    /// <summary>Whether it describes the file as it is now.</summary>
    public bool Describes(FileInfo file) =>
        file.Length == Bytes && Math.Abs((file.LastWriteTimeUtc - WrittenAt.UtcDateTime).TotalSeconds) < 2;

    /// <summary>As the contract describes it.</summary>
    public RecordingStatus ToStatus(string file) => new(
        Path.GetFileNameWithoutExtension(file),
        Stream,
        file,
        State,
        StartedAt,
        DurationSeconds,
        Bytes,
        DroppedFrames,
        Gaps,
        Failure,
        Path.GetExtension(file)[1..].ToLowerInvariant(),
        Channels,
        SampleRate,
        PeakDb,
        LoudnessLufs);
}
