using Continuo.Rooms;

namespace Continuo.Cli.Desk;

/// <summary>A voice channel of the configuration.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Address">A Mumble channel, whose users are persons of their own, or any source, which is one person.</param>
/// <param name="Group">Group of its persons.</param>
/// <param name="PersonName">Name of the one person; <see langword="null"/> for the channel's.</param>
/// <param name="Seat">How its persons join the room: volume, level, and so on. Id, name and group are not used.</param>
internal sealed record ChannelDeclaration(string Name, string Address, string Group, string? PersonName, SpeakerOptions Seat)
{
    /// <summary>Options of a person.</summary>
    public SpeakerOptions Person(string id, string name) => Seat with { MemberId = id, Name = name, Group = Group };
}
