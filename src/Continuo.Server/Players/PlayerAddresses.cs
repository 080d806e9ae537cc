using Continuo.Audio;
using Continuo.Streams;

namespace Continuo.Server.Players;

/// <summary>Registers <c>player:NAME</c>: as a sink, where a player plays to; as a source, what it plays.</summary>
internal static class PlayerAddresses
{
    public const string Scheme = "player";

    public static AudioSystem UsePlayers(this AudioSystem system, PlayerLinks links) => system
        .AddSink(Scheme, (address, request) => new PlayerOutput(LinkOf(address, links), request.Clock),
            new("player:NAME", "a player's output, as the stream player:NAME", ""))
        .AddSource(Scheme, (address, request) => new PlayerSource(LinkOf(address, links), request.Clock),
            new("player:NAME", "what the player NAME plays", ""));

    private static PlayerLink LinkOf(AudioAddress address, PlayerLinks links)
    {
        address.AllowOptions();
        return address.Target.Length > 0
            ? links[address.Target]
            : throw new AudioException(AudioErrorCode.InvalidArgument, address.Text, "the name is missing", "Write player:NAME");
    }
}
