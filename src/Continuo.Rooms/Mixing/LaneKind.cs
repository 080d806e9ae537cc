namespace Continuo.Rooms.Mixing;

/// <summary>What a lane of the tick holds.</summary>
internal enum LaneKind
{
    /// <summary>A speaker of this node.</summary>
    Local,

    /// <summary>The sum of all speakers that reach the room through one other node.</summary>
    Link,

    /// <summary>
    /// A speaker of another node: already in the sum of its link, and heard alone only where a listener has changed its volume.
    /// </summary>
    Remote,
}
