namespace Continuo.Cli.Reports.Network;

/// <summary>Result for one trace.</summary>
/// <param name="Trace">Its name.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="Packets">Number of packets sent.</param>
/// <param name="LostPercent">Share of packets that the network lost.</param>
/// <param name="Copies">Number of earlier packets repeated in each packet.</param>
/// <param name="KilobitsPerSecond">Resulting bit rate on the network.</param>
/// <param name="Methods">One per playout method.</param>
/// <param name="Plot">Path of the plot, if any.</param>
internal sealed record TraceReport(
    string Trace, double Seconds, int Packets, double LostPercent, int Copies, double KilobitsPerSecond,
        IReadOnlyList<PlayoutMethodReport> Methods, string? Plot);
