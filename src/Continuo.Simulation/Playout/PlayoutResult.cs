namespace Continuo.Simulation.Playout;

/// <summary>What became of a trace under one method.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="MeanDelayMs">Mean over the played frames of playout time − send time − the trace's shortest network delay.</param>
/// <param name="P95DelayMs">The 95th percentile of the same.</param>
/// <param name="DueFrames">Frames heard from the first that was played, without pauses.</param>
/// <param name="ConcealedFrames">Number of them that were concealed.</param>
/// <param name="ScaledFrames">By how many frames the audio was stretched and shortened, added up without sign.</param>
/// <param name="SkippedFrames">How many frames were left out without time-scaling, though they were there.</param>
/// <param name="LostPackets">Packets of which no copy ever arrived.</param>
/// <param name="LatePackets">Packets of which a copy arrived, but of which nothing was played while later packets were.</param>
/// <param name="Packets">Packets that were due: sent before the last that was played.</param>
/// <param name="Samples">Tick by tick; empty if they were not asked for.</param>
public sealed record PlayoutResult(
    string Method,
    double MeanDelayMs,
    double P95DelayMs,
    long DueFrames,
    long ConcealedFrames,
    long ScaledFrames,
    long SkippedFrames,
    int LostPackets,
    int LatePackets,
    int Packets,
    IReadOnlyList<PlayoutSample> Samples)
{
    /// <summary>Made-up frames per frame due, 0…1.</summary>
    public double ConcealedShare => DueFrames == 0 ? 0 : (double)ConcealedFrames / DueFrames;

    /// <summary>Frames added or removed by time-scaling per frame due, 0…1.</summary>
    public double ScaledShare => DueFrames == 0 ? 0 : (double)ScaledFrames / DueFrames;
}
