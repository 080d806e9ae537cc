namespace Continuo.Cli.Reports.Network;

/// <summary>Result of a playout method for a trace. Delays are above the network's minimum.</summary>
/// <param name="Method">Its name.</param>
/// <param name="MeanDelayMs">Mean playout delay.</param>
/// <param name="P95DelayMs">95th percentile of the playout delay.</param>
/// <param name="ConcealedPercent">Share of the due audio that was concealed.</param>
/// <param name="ScaledPercent">Share of audio added or removed by time-scaling.</param>
/// <param name="LatePackets">Number of packets that arrived but were not played.</param>
/// <param name="LongestAwaySeconds">Longest time for which the delay was more than 50 ms above its median.</param>
internal sealed record PlayoutMethodReport(
    string Method, double MeanDelayMs, double P95DelayMs, double ConcealedPercent, double ScaledPercent, int LatePackets,
        double LongestAwaySeconds);
