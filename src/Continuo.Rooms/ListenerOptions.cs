using Continuo.Codecs.Opus;
using Continuo.Rtp.Packets;

namespace Continuo.Rooms;

/// <summary>How a listener joins a room. Immutable.</summary>
public sealed record ListenerOptions
{
    /// <summary>Stable id of the person, as in <see cref="SpeakerOptions.MemberId"/>; speakers with this id are not heard.</summary>
    public required string MemberId { get; init; }

    /// <summary>Name to show; <see langword="null"/> or empty for the id. Longer than 128 characters is refused.</summary>
    public string? Name { get; init; }

    /// <summary>Codec of <see cref="RoomBlock.Payload"/>; <see langword="null"/> delivers samples only. Its format is the room's.</summary>
    public PacketCodec? Codec { get; init; }

    /// <summary>
    /// Preset of the encoder; <see langword="null"/> for <c>voice-high</c>. Listeners with equal codec and preset share work.
    /// </summary>
    public OpusPreset? Preset { get; init; }

    /// <summary>Whether a lone speaker's packets may be forwarded without being encoded again, if the codec is the same.</summary>
    public bool AllowsForwarding { get; init; } = true;

    /// <summary>The listener's volumes at the start.</summary>
    public IReadOnlyList<SpeakerVolume> Volumes { get; init; } = [];

    /// <summary>Groups of speakers that are switched off at the start.</summary>
    public IReadOnlyList<string> GroupsOff { get; init; } = [];

    internal void Validate()
    {
        MemberNames.RequireId(MemberId);
        MemberNames.RequireName(Name);
        foreach (var volume in Volumes) volume.Validate();
        foreach (var group in GroupsOff) MemberNames.RequireId(group);
    }
}
