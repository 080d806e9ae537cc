namespace Continuo.Cluster.Contract;

/// <summary>A speaker, as one node describes it to another.</summary>
/// <param name="Number">Number of the speaker in the sender's room.</param>
/// <param name="MemberId">Stable id of the person.</param>
/// <param name="Name">Name to show.</param>
/// <param name="Group">Group of speakers; <see langword="null"/> for none.</param>
[GenerateSerializer]
internal sealed record SpanMember(
    [property: Id(0)] uint Number,
    [property: Id(1)] string MemberId,
    [property: Id(2)] string Name,
    [property: Id(3)] string? Group);
