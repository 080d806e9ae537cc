namespace Continuo.Cli.Reports.Network;

/// <summary>What became of one trace.</summary>
/// <param name="Trace">Its name.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Packets">How many packets were sent.</param>
/// <param name="LostPercent">How many of them the network lost.</param>
/// <param name="Copies">Copies of how many earlier packets each carried.</param>
/// <param name="KilobitsPerSecond">What that takes on the wire.</param>
/// <param name="Methods">One for each playout method.</param>
/// <param name="Plot">Where it was drawn, if it was.</param>
internal sealed record TraceReport(
    string Trace, double Seconds, int Packets, double LostPercent, int Copies, double KilobitsPerSecond, IReadOnlyList<PlayoutMethodReport> Methods, string? Plot);
