using Continuo.Rooms.Mixing;

namespace Continuo.Rooms.Hosting;

/// <summary>Describes an event of a room.</summary>
/// <param name="kind">What happened.</param>
/// <param name="room">The room.</param>
/// <param name="speaker">The speaker it happened to, if any.</param>
/// <param name="listener">The listener it happened to, if any.</param>
/// <param name="time">When, in nanoseconds of the room's clock.</param>
public sealed class RoomEventArgs(RoomEventKind kind, Room room, RoomSpeaker? speaker, RoomListener? listener, long time) : EventArgs
{
    /// <summary>What happened.</summary>
    public RoomEventKind Kind { get; } = kind;

    /// <summary>The room.</summary>
    public Room Room { get; } = room;

    /// <summary>The speaker it happened to, if any.</summary>
    public RoomSpeaker? Speaker { get; } = speaker;

    /// <summary>The listener it happened to, if any.</summary>
    public RoomListener? Listener { get; } = listener;

    /// <summary>When, in nanoseconds of the room's clock.</summary>
    public long Time { get; } = time;

    /// <summary>For example <c>SpeakerJoined anna in studio</c>.</summary>
    public override string ToString() => $"{Kind} {Speaker?.MemberId ?? Listener?.MemberId} in {Room.Name}";
}
