namespace Continuo.Rooms.Spanning;

/// <summary>A speaker of another node, as that node describes it.</summary>
/// <param name="Number">Number of the speaker in the sender's room.</param>
/// <param name="MemberId">Stable id of the person.</param>
/// <param name="Name">Name to show.</param>
/// <param name="Group">Group that listeners switch on and off; <see langword="null"/> for none.</param>
internal sealed record RemoteMember(uint Number, string MemberId, string Name, string? Group);
