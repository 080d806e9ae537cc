namespace Continuo.Simulation.Playout;

/// <summary>One tick of a run, for plots.</summary>
/// <param name="Time">Nanoseconds of the world's time.</param>
/// <param name="DelayMs">Mean playout delay of what was played, beyond the network's shortest; NaN if nothing was.</param>
/// <param name="BufferedMs">What the method held back, in its own reckoning.</param>
/// <param name="TargetMs">What it aimed at, in its own reckoning.</param>
/// <param name="ConcealedFrames">Number of frames concealed.</param>
/// <param name="ScaledFrames">By how many frames it stretched (positive) or shortened (negative).</param>
/// <param name="Reason">Why.</param>
public readonly record struct PlayoutSample(
    long Time,
    double DelayMs,
    double BufferedMs,
    double TargetMs,
    int ConcealedFrames,
    int ScaledFrames,
    string Reason);
