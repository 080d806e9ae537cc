using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Rooms;

/// <summary>Body of <c>POST /api/rooms/{room}/recordings</c>.</summary>
/// <param name="Name">Name of the recording; left out, the room's name and the time.</param>
/// <param name="Format"><c>flac</c> (default), <c>wav</c> or <c>opus</c>.</param>
/// <param name="Speakers">Whether each speaker has a file of its own beside the mix; default yes.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record StartRoomRecordingRequest(string? Name = null, string? Format = null, bool? Speakers = null);
