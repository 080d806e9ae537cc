using Continuo.Mumble.Gateway;

namespace Continuo.Cli.Reports.Network;

/// <summary>Result of <c>continuo bridge --json</c>.</summary>
/// <param name="Seconds">How long it ran.</param>
/// <param name="Channels">The channels, in the order of the command line.</param>
internal sealed record BridgeReport(double Seconds, IReadOnlyList<BridgedChannelReport> Channels)
{
    public static BridgeReport Of(IReadOnlyList<MumbleGateway> gateways, TimeSpan elapsed) =>
        new(Math.Round(elapsed.TotalSeconds, 3), [.. gateways.Select(BridgedChannelReport.Of)]);
}
