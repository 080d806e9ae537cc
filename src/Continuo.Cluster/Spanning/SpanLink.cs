using Continuo.Cluster.Bundles;
using Continuo.Cluster.Contract;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Spanning;

namespace Continuo.Cluster.Spanning;

/// <summary>One end of a link between two nodes that have parts of the same room: the room's link and its place in the bundles.</summary>
internal sealed class SpanLink
{
    private readonly BundleEndpoint _endpoint;

    /// <summary>Links a room.</summary>
    /// <param name="endpoint">This node's bundles.</param>
    /// <param name="room">The room.</param>
    /// <param name="node">Name of the other node.</param>
    /// <param name="run">Random number of its process.</param>
    /// <param name="epoch">Epoch of the room's owner.</param>
    public SpanLink(BundleEndpoint endpoint, Room room, string node, ulong run, long epoch)
    {
        (_endpoint, Node, Run, Epoch) = (endpoint, node, run, epoch);
        Link = room.AddLink(node);
        Handle = endpoint.Open(Link, node, epoch);
    }

    public string Node { get; }

    public ulong Run { get; }

    public long Epoch { get; }

    public RoomLink Link { get; }

    /// <summary>This node's handle of the room.</summary>
    public ushort Handle { get; }

    /// <summary>The invitation for the other node.</summary>
    public BundleInvitation Invitation => _endpoint.Invite(Node, Run);

    /// <summary>Sends from now on to the other node.</summary>
    public void Send(BundleInvitation invitation, ushort handle)
    {
        _endpoint.Accept(Node, invitation);
        _endpoint.Feed(Link, Node, handle, Epoch);
    }

    /// <summary>Replaces the list of the other node's speakers. Those whose names cannot be are left out.</summary>
    public void SetMembers(IEnumerable<SpanMember> members) =>
        Link.SetMembers([.. members.Where(IsValid).DistinctBy(m => m.Number)
            .Select(m => new RemoteMember(m.Number, m.MemberId, m.Name, m.Group))]);

    /// <summary>The speakers that the other node does not know.</summary>
    public (SpanMember[] Members, uint Version) GetMembers()
    {
        var (members, version) = Link.GetMembers();
        return ([.. members.Select(m => new SpanMember(m.Number, m.MemberId, m.Name, m.Group))], version);
    }

    /// <summary>Ends the link.</summary>
    public void Close()
    {
        _endpoint.Starve(Link);
        _endpoint.Close(Handle);
        Link.Leave();
    }

    private static bool IsValid(SpanMember member) =>
        member.Number != 0
        && !string.IsNullOrWhiteSpace(member.MemberId)
        && IsName(member.MemberId)
        && IsName(member.Name)
        && IsName(member.Group);

    private static bool IsName(string? name) => name is null || (name.Length <= MemberNames.MaxLength && !name.Any(char.IsControl));
}
