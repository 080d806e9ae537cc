namespace Continuo.Client.Contract.Messages;

/// <summary>An event about a stream, recording, player or session.</summary>
/// <param name="Type"><c>stream</c>, <c>recording</c>, <c>player</c> or <c>session</c>.</param>
/// <param name="Action">What has happened.</param>
/// <param name="Version">Number of the event.</param>
/// <param name="Value">The object after the change; after a removal its name.</param>
public sealed record ChangeMessage<T>(string Type, ChangeAction Action, long Version, T Value);
