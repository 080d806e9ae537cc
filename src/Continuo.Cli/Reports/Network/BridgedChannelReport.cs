using Continuo.Mumble.Gateway;

namespace Continuo.Cli.Reports.Network;

/// <summary>One channel of <c>continuo bridge</c>, at the end.</summary>
/// <param name="Address">Server and channel.</param>
/// <param name="Name">Own name there.</param>
/// <param name="Speakers">Users of the channel who have spoken and are still there.</param>
/// <param name="Puppets">Persons of the other channels who are users there.</param>
/// <param name="RefusedPuppets">How many the server refused.</param>
/// <param name="Packets">Voice packets sent.</param>
/// <param name="ForwardedPackets">How many of them were forwarded undecoded.</param>
/// <param name="Connections">How many connections were made to the server.</param>
internal sealed record BridgedChannelReport(
    string Address,
    string Name,
    int Speakers,
    int Puppets,
    long RefusedPuppets,
    long Packets,
    long ForwardedPackets,
    long Connections)
{
    public static BridgedChannelReport Of(MumbleGateway gateway)
    {
        var statistics = gateway.Statistics;
        return new(gateway.Client.Options.ToString(), gateway.Client.Options.Name, statistics.Speakers, statistics.Puppets,
            statistics.RefusedPuppets, statistics.Packets, statistics.ForwardedPackets, gateway.Client.Statistics.Connections);
    }
}
