namespace Continuo.Hosting.Watching;

/// <summary>
/// One change in an <see cref="AudioHost"/>. Event numbers have no gaps. Applying each event to the initial snapshot gives the host's
/// state at that version.
/// </summary>
/// <param name="Version">The event's number, from 1; of a snapshot, the number of the last event that it contains.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Time">When it happened.</param>
public sealed record HostEvent(long Version, HostEventKind Kind, DateTimeOffset Time)
{
    /// <summary>Name of the stream, player or recording that changed; empty for a snapshot.</summary>
    public string Name { get; init; } = "";

    /// <summary>The stream after the change; <see langword="null"/> for other kinds and after its removal.</summary>
    public StreamSnapshot? Stream { get; init; }

    /// <summary>The player after the change; <see langword="null"/> for other kinds and after its removal.</summary>
    public PlayerSnapshot? Player { get; init; }

    /// <summary>The recording after the change; <see langword="null"/> for other kinds.</summary>
    public RecordingSnapshot? Recording { get; init; }

    /// <summary>The complete state, for a <see cref="HostEventKind.Snapshot"/>; otherwise <see langword="null"/>.</summary>
    public HostSnapshot? Snapshot { get; init; }

    /// <summary>Number of events this watcher has missed because it was slow. Their effect is in <see cref="Snapshot"/>.</summary>
    public long Missed { get; init; }
}
