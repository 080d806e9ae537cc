using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Rooms;

/// <summary>Body of <c>POST /api/rooms</c>.</summary>
/// <param name="Name">Name of the room.</param>
/// <param name="Channels">1 (default) or 2.</param>
/// <param name="TickMs">20 (default) or 10.</param>
/// <param name="MaxMixed">How many of the loudest speakers are mixed at most; 0 (default) mixes all.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OpenRoomRequest(string Name, int? Channels = null, int? TickMs = null, int? MaxMixed = null);
