using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Rooms;

/// <summary>Body of <c>PATCH /api/rooms/{room}/listeners/{id}</c>: any number of settings at once. What is left out stays.</summary>
/// <param name="Volumes">Settings by person, present or not.</param>
/// <param name="Groups">Groups to switch on (<see langword="true"/>) or off.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ChangeListenerRequest(IReadOnlyList<RoomVolume>? Volumes = null, IReadOnlyDictionary<string, bool>? Groups = null);
