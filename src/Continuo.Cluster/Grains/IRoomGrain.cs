using Continuo.Cluster.Contract;

namespace Continuo.Cluster.Grains;

/// <summary>One room of the cluster; its key is the room's name. It lives where the room is.</summary>
internal interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>Declares a room, and opens it.</summary>
    /// <returns>Where it is.</returns>
    Task<RoomPlace> Declare(string declaration);

    /// <summary>Where the room is; <see langword="null"/> if there is no such room.</summary>
    Task<RoomPlace?> Find();

    /// <summary>Links the asking node to the room, or renews its link.</summary>
    /// <returns><see langword="null"/> if there is no such room, or rooms of this node cannot be linked.</returns>
    Task<SpanAnswer?> Join(SpanOffer offer);

    /// <summary>Moves the room to another node.</summary>
    /// <param name="target">The node, from the table of nodes.</param>
    Task Move(NodeReport target);

    /// <summary>Keeps what is recorded, so that the next node of the room goes on with it.</summary>
    /// <param name="recording">The recording that runs; <see langword="null"/> for none.</param>
    Task Record(string? recording);

    /// <summary>Closes the room for good.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> Close();
}
