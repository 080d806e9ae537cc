using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Rooms;

/// <summary>Body of <c>POST /api/rooms/{room}/announcements</c>.</summary>
/// <param name="Source">
/// A sound file of the announcements directory (<c>gong.wav</c>), or an address such as <c>tone:880?seconds=1</c>.
/// </param>
/// <param name="Name">Name to show; left out, the source.</param>
/// <param name="TalksOver">Whether the others are attenuated while it is heard; default no.</param>
/// <param name="Volume">0…2; default 1.</param>
/// <param name="Group">Group that listeners switch on and off.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AnnounceRequest(
    string Source,
    string? Name = null,
    bool? TalksOver = null,
    double? Volume = null,
    string? Group = null);
