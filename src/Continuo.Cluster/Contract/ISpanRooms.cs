namespace Continuo.Cluster.Contract;

/// <summary>The rooms of a node that other nodes are linked to. Thread-safe.</summary>
internal interface ISpanRooms
{
    /// <summary>Links a node to a room of this node, or renews its link.</summary>
    /// <param name="place">The room, and the epoch of this node's ownership.</param>
    /// <param name="offer">The other node.</param>
    /// <returns><see langword="null"/> if the room is not here.</returns>
    SpanAnswer? Join(RoomPlace place, SpanOffer offer);
}
