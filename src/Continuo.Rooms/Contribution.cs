using Continuo.Rooms.Mixing;

namespace Continuo.Rooms;

/// <summary>A speaker that is audible in a block.</summary>
/// <param name="Source">Number of the speaker in the room (<see cref="RoomSpeaker.Number"/>), sent as contributing source (CSRC).</param>
/// <param name="Level">Its level as in RFC 6465: 0 is full scale, 127 is silence, in −dBov.</param>
public readonly record struct Contribution(uint Source, byte Level);
