using Continuo.Client.Contract.Recordings;

namespace Continuo.Client.Contract.Rooms;

/// <summary>A recording of a room.</summary>
/// <param name="Name">Its name; unique in the room.</param>
/// <param name="Room">Name of the room.</param>
/// <param name="State">State.</param>
/// <param name="StartedAt">Time of the first frame.</param>
/// <param name="DurationSeconds">Length so far.</param>
/// <param name="Failure">Why it is incomplete; <see langword="null"/> if it is not.</param>
/// <param name="Files">The mix, then each speaker.</param>
public sealed record RoomRecordingStatus(
    string Name,
    string Room,
    RecordingState State,
    DateTimeOffset StartedAt,
    double DurationSeconds,
    string? Failure,
    IReadOnlyList<RoomRecordingFile> Files);
