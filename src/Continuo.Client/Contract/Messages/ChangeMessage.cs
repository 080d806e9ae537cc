namespace Continuo.Client.Contract.Messages;

/// <summary>An event about a stream, recording, player, session, room, or a speaker or listener in a room.</summary>
/// <param name="Type">
/// <c>stream</c>, <c>recording</c>, <c>player</c>, <c>session</c>, <c>room</c>, <c>speaker</c> or <c>listener</c>.
/// </param>
/// <param name="Action">What has happened.</param>
/// <param name="Version">Number of the event.</param>
/// <param name="Value">The object after the change; after a removal its name, for a speaker or listener what it was.</param>
public sealed record ChangeMessage<T>(string Type, ChangeAction Action, long Version, T Value);
