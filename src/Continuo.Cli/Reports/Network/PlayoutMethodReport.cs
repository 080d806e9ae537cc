namespace Continuo.Cli.Reports.Network;

/// <summary>What a playout method made of a trace. Delays are beyond the network's shortest.</summary>
/// <param name="Method">Its name.</param>
/// <param name="MeanDelayMs">The mean playout delay of what was played.</param>
/// <param name="P95DelayMs">Its 95th percentile.</param>
/// <param name="ConcealedPercent">How much of what was due was made up.</param>
/// <param name="ScaledPercent">How much was added or removed by time-scaling.</param>
/// <param name="LatePackets">How many packets arrived, but were not played.</param>
/// <param name="LongestAwaySeconds">The longest time for which the delay was more than 50 ms above its median.</param>
internal sealed record PlayoutMethodReport(
    string Method, double MeanDelayMs, double P95DelayMs, double ConcealedPercent, double ScaledPercent, int LatePackets, double LongestAwaySeconds);
