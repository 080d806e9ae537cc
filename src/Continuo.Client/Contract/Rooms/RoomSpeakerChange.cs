namespace Continuo.Client.Contract.Rooms;

/// <summary>Value of an event about a speaker.</summary>
/// <param name="Room">Name of the room.</param>
/// <param name="Speaker">The speaker after the change; after a removal as it was last.</param>
public sealed record RoomSpeakerChange(string Room, RoomSpeakerStatus Speaker);
