namespace Continuo.Client.Contract.Rooms;

/// <summary>An announcement, or a replay, that is heard in a room now: a speaker for that time.</summary>
/// <param name="Id">Id of the speaker.</param>
/// <param name="Name">Name to show.</param>
/// <param name="Source">What was asked for.</param>
/// <param name="TalksOver">Whether the others are attenuated while it is heard.</param>
public sealed record AnnouncementStatus(string Id, string Name, string Source, bool TalksOver);
