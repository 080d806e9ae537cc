namespace Continuo.Client.Contract.Rooms;

/// <summary>A file of a room's recording. All begin at the same frame and are equally long.</summary>
/// <param name="Name">Name of the speaker when it joined; <c>mix</c> for the mix.</param>
/// <param name="SpeakerId">Stable id of the speaker; empty for the mix.</param>
/// <param name="File">Name of the file.</param>
/// <param name="DurationSeconds">Length.</param>
/// <param name="LostFrames">Frames that are silence because the disk was too slow.</param>
/// <param name="Failure">Why the file is incomplete; <see langword="null"/> if it is not.</param>
public sealed record RoomRecordingFile(
    string Name,
    string SpeakerId,
    string File,
    double DurationSeconds,
    long LostFrames,
    string? Failure);
