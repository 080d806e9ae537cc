namespace Continuo.Rooms.Recording;

/// <summary>A file of a <see cref="RoomRecording"/>.</summary>
/// <param name="Name">Name of the speaker when it joined; <c>mix</c> for the mix.</param>
/// <param name="MemberId">Stable id of the speaker; empty for the mix.</param>
/// <param name="Path">The file.</param>
/// <param name="Frames">Frames written.</param>
/// <param name="LostFrames">Frames that are silence because the disk was too slow.</param>
/// <param name="Failure">Why the file is incomplete; <see langword="null"/> if it is not.</param>
public sealed record RecordedTrack(string Name, string MemberId, string Path, long Frames, long LostFrames, string? Failure);
