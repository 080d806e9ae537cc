namespace Continuo.Client.Contract.Messages;

/// <summary>Level of a player's track.</summary>
/// <param name="PeakDb">Sample peak of each channel behind the fader; <see langword="null"/> is silence.</param>
public sealed record TrackLevel(IReadOnlyList<double?> PeakDb);
