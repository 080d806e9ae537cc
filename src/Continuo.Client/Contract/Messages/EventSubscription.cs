using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Messages;

/// <summary>What a client of the event socket wants to receive. Replaces what it wanted before.</summary>
/// <param name="Events">Whether it wants events.</param>
/// <param name="Meters">Which meters; <see langword="null"/> for none.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EventSubscription(bool Events = true, MeterSubscription? Meters = null);
