using Continuo.Simulation.Load;

namespace Continuo.Cli.Reports.Network;

/// <summary>What the time from the mouth to the ear consists of, in milliseconds.</summary>
internal sealed record LatencyPartsReport(
    LatencyReport Packet,
    LatencyReport JitterBuffer,
    LatencyReport WaitForTick,
    LatencyReport Tick,
    LatencyReport Delivery,
    LatencyReport LookAhead,
    LatencyReport Unexplained)
{
    public static LatencyPartsReport Of(LatencyParts parts) => new(
        LatencyReport.Of(parts.Packet),
        LatencyReport.Of(parts.JitterBuffer),
        LatencyReport.Of(parts.WaitForTick),
        LatencyReport.Of(parts.Tick),
        LatencyReport.Of(parts.Delivery),
        LatencyReport.Of(parts.LookAhead),
        LatencyReport.Of(parts.Unexplained));
}
