using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Messages;

/// <summary>A message from a client to the event socket: one of the two.</summary>
/// <param name="Subscribe">What it wants to receive.</param>
/// <param name="Ping">Asks for a <see cref="PongMessage"/> with the same number.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ClientMessage(EventSubscription? Subscribe = null, long? Ping = null);
