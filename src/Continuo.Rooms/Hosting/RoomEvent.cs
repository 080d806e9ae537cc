using Continuo.Rooms.Mixing;

namespace Continuo.Rooms.Hosting;

/// <summary>An event as the tick posts it, before it is an object.</summary>
internal readonly record struct RoomEvent(RoomEventKind Kind, Room Room, RoomSpeaker? Speaker, RoomListener? Listener, long Time);
