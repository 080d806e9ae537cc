namespace Continuo.Cluster;

/// <summary>The rooms of one node, as the cluster asks for them. Implementations are thread-safe.</summary>
public interface INodeRooms
{
    /// <summary>How busy the node is.</summary>
    NodeLoad Load { get; }

    /// <summary>SHA-256 of the certificate of the node's web API, in hexadecimal digits; empty if that is not encrypted.</summary>
    string ApiCertificate => "";

    /// <summary>The rooms that may leave a node that is too full, with what each takes.</summary>
    IReadOnlyList<RoomLoad> Rooms => [];

    /// <summary>Names of the rooms that are being recorded: they are opened elsewhere at once if this node fails.</summary>
    IReadOnlyList<string> Recorded => [];

    /// <summary>Goes on with the recording of a room that this node was given.</summary>
    /// <param name="room">Name of the room, which is open.</param>
    /// <param name="recording">What was recorded at its last node.</param>
    void RecordOn(string room, string recording)
    {
    }

    /// <summary>Opens a room that the cluster has given to this node. One that is open already takes the new epoch.</summary>
    /// <param name="room">Name of the room.</param>
    /// <param name="declaration">Settings of the room as it was declared; <see langword="null"/> if it never was.</param>
    /// <param name="epoch">Of this ownership.</param>
    /// <returns>Whether there is such a room: a room without declaration is one that the node's configuration names.</returns>
    bool Open(string room, string? declaration, long epoch);

    /// <summary>Closes a room whose ownership by this node has ended.</summary>
    /// <param name="room">Name of the room.</param>
    /// <param name="epoch">Of the ownership that ends; if the room has been opened again since then, it stays.</param>
    /// <param name="successor">The node that has it now; <see langword="null"/> if it is closed for good or not known yet.</param>
    void Close(string room, long epoch, RoomPlace? successor);
}
