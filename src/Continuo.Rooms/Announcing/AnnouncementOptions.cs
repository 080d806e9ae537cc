namespace Continuo.Rooms.Announcing;

/// <summary>How an announcement is heard in a room. Immutable.</summary>
public sealed record AnnouncementOptions
{
    /// <summary>Name to show.</summary>
    public string Name { get; init; } = "Announcement";

    /// <summary>Whether the others are attenuated (<see cref="RoomOptions.TalkOverDb"/>) while it is heard.</summary>
    public bool TalksOver { get; init; }

    /// <summary>Volume, 0…2.</summary>
    public double Volume { get; init; } = 1;

    /// <summary>Group that listeners switch on and off; <see langword="null"/> for none.</summary>
    public string? Group { get; init; }
}
