using Continuo.Audio;
using Continuo.Mumble;
using Continuo.Mumble.Addresses;
using Continuo.Mumble.Gateway;

namespace Continuo.Server.Gateways;

/// <summary>A gateway of the configuration, which is connected as long as the server runs.</summary>
/// <param name="Room">Name of the room.</param>
/// <param name="Address">Mumble server and channel.</param>
/// <param name="Puppets">Whether each speaker of the room is a Mumble user.</param>
/// <param name="MaxPuppets">Most of these.</param>
internal sealed record GatewayDeclaration(
    string Room,
    string Address,
    bool Puppets = false,
    int MaxPuppets = GatewayDeclaration.UsualPuppets)
{
    public const int UsualPuppets = 64;

    /// <summary>Reads an address.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: it is no channel of a Mumble server.</exception>
    public static MumbleOptions ServerOf(string address) => MumbleAddress.ParseServer(AudioAddress.Parse(address));

    /// <summary>The options of the gateway.</summary>
    public MumbleGatewayOptions ToOptions() => new() { UsesPuppets = Puppets, MaxPuppets = MaxPuppets };
}
