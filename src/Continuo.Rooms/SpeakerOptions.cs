
namespace Continuo.Rooms;

/// <summary>How a speaker joins a room. Immutable.</summary>
public sealed record SpeakerOptions
{
    /// <summary>
    /// Stable id of the person, 1…128 characters without control characters. A listener with the same id does not hear this speaker;
    /// volumes refer to it.
    /// </summary>
    public required string MemberId { get; init; }

    /// <summary>Name to show; <see langword="null"/> or empty for that of the host's directory, or the id if there is none. Longer than
    /// 128 characters is refused.</summary>
    public string? Name { get; init; }

    /// <summary>Group that listeners switch on and off ("Track 1"); <see langword="null"/> for none.</summary>
    public string? Group { get; init; }

    /// <summary>Volume of the speaker for everyone, 0…2.</summary>
    public double Volume { get; init; } = 1;

    /// <summary>Whether the others are attenuated while this speaker speaks.</summary>
    public bool TalksOver { get; init; }

    /// <summary>
    /// Whether the speaker is brought to <see cref="RoomOptions.TargetLufs"/>, by at most ±12 dB. The volumes apply on top.
    /// </summary>
    public bool AutomaticLevel { get; init; }

    /// <summary>
    /// Noise suppression, echo cancellation and voice activity; <see langword="null"/> for those of the room
    /// (<see cref="RoomOptions.Processing"/>).
    /// </summary>
    public SpeakerProcessing? Processing { get; init; }

    /// <summary>Whether a stereo input is heard as mono in the centre.</summary>
    public bool IsMonoSeat { get; init; }

    /// <summary>Whether the speaker joins muted for everyone, as with push to talk.</summary>
    public bool IsMuted { get; init; }

    /// <summary>Whether the speaker is an announcement, which is neither recorded alone nor replayed.</summary>
    internal bool IsTemporary { get; init; }

    internal void Validate()
    {
        Processing?.Validate();
        MemberNames.RequireId(MemberId);
        MemberNames.RequireName(Name);
        MemberNames.RequireName(Group);
        MemberNames.RequireVolume(Volume);
    }
}
