namespace Continuo.Simulation.Playout;

/// <summary>Result of one method for a trace.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="MeanDelayMs">Mean over the played frames of playout time − send time − the trace's shortest network delay.</param>
/// <param name="P95DelayMs">The 95th percentile of the same.</param>
/// <param name="DueFrames">Frames heard from the first that was played, without pauses.</param>
/// <param name="ConcealedFrames">Number of them that were concealed.</param>
/// <param name="ScaledFrames">Number of frames added and removed by time-scaling.</param>
/// <param name="SkippedFrames">Number of frames that had arrived but were skipped without time-scaling.</param>
/// <param name="LostPackets">Packets of which no copy ever arrived.</param>
/// <param name="LatePackets">Packets of which a copy arrived, but of which nothing was played while later packets were.</param>
/// <param name="Packets">Packets that were due: sent before the last that was played.</param>
/// <param name="Samples">All ticks; empty if not requested.</param>
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
    /// <summary>Concealed frames per due frame, 0…1.</summary>
    public double ConcealedShare => DueFrames == 0 ? 0 : (double)ConcealedFrames / DueFrames;

    /// <summary>Frames added or removed by time-scaling per due frame, 0…1.</summary>
    public double ScaledShare => DueFrames == 0 ? 0 : (double)ScaledFrames / DueFrames;
}
