namespace Continuo.Client.Contract;

/// <summary>Level of a player's track.</summary>
/// <param name="PeakDb">Sample peak of each channel behind the fader; <see langword="null"/> is silence.</param>
public sealed record TrackMeters(IReadOnlyList<double?> PeakDb);
