using Continuo.Rooms.Hosting;

namespace Continuo.Cli.Desk;

/// <summary>A voice channel of a desk, whose persons are speakers of the desk's room.</summary>
internal abstract class DeskChannel(ChannelDeclaration declaration, Room room, Action<string> tell)
    : DeskLink(declaration.Name, declaration.Address, tell)
{
    public ChannelDeclaration Declaration { get; } = declaration;

    protected Room Room { get; } = room;

    /// <summary>Persons who are in the channel, whether they have spoken or not: id and name.</summary>
    public abstract IReadOnlyList<(string Id, string Name)> Persons { get; }
}
