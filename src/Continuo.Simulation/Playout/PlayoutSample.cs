namespace Continuo.Simulation.Playout;

/// <summary>One tick of a run, for plots.</summary>
/// <param name="Time">World time in nanoseconds.</param>
/// <param name="DelayMs">Mean playout delay of the played audio, above the network's minimum; NaN without any.</param>
/// <param name="BufferedMs">Buffered audio according to the method.</param>
/// <param name="TargetMs">Target delay according to the method.</param>
/// <param name="ConcealedFrames">Number of frames concealed.</param>
/// <param name="ScaledFrames">Number of frames by which it stretched (positive) or shortened (negative).</param>
/// <param name="Reason">Reason of its decision.</param>
public readonly record struct PlayoutSample(
    long Time,
    double DelayMs,
    double BufferedMs,
    double TargetMs,
    int ConcealedFrames,
    int ScaledFrames,
    string Reason);
