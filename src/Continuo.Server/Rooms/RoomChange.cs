using Continuo.Client.Contract.Messages;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Mixing;

namespace Continuo.Server.Rooms;

/// <summary>A change that clients see: of a speaker, of a listener, or of the room if both are missing.</summary>
internal sealed record RoomChange(ChangeAction Action, Room Room, RoomSpeaker? Speaker = null, RoomListener? Listener = null)
{
    /// <summary>What an event of a room is to clients; <see langword="null"/> for what they do not see.</summary>
    public static RoomChange? Of(RoomEventArgs change) => change.Listener?.Output is QuietOutput ? null : change.Kind switch
    {
        RoomEventKind.SpeakerJoined => new(ChangeAction.Added, change.Room, change.Speaker),
        RoomEventKind.SpeakerLeft => new(ChangeAction.Removed, change.Room, change.Speaker),
        RoomEventKind.ListenerJoined => new(ChangeAction.Added, change.Room, Listener: change.Listener),
        RoomEventKind.ListenerLeft => new(ChangeAction.Removed, change.Room, Listener: change.Listener),
        _ => change.Speaker is { } speaker ? new(ChangeAction.Changed, change.Room, speaker) : null,
    };
}
