namespace Continuo.Client.Contract.Messages;

/// <summary>Meters of a player.</summary>
/// <param name="PositionSeconds">What is heard now.</param>
/// <param name="PeakDb">Sample peak of each channel of the output.</param>
/// <param name="Tracks">Its tracks, in their order.</param>
/// <param name="LimiterDb">Gain reduction of the limiter, 0 or more.</param>
public sealed record PlayerMeters(
    double PositionSeconds,
    IReadOnlyList<double?> PeakDb,
    IReadOnlyList<TrackLevel> Tracks,
    double LimiterDb);
