using Continuo.Rooms.Mixing;

namespace Continuo.Rooms.Recording;

/// <summary>Learns of speakers before they are first mixed.</summary>
internal interface IRoomWatcher
{
    /// <summary>A speaker joins. Under the room's control lock; must be quick and must not call the room.</summary>
    void Join(RoomSpeaker speaker);
}
