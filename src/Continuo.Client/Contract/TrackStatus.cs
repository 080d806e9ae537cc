namespace Continuo.Client.Contract;

/// <summary>A track of a player.</summary>
/// <param name="Index">Its number within the player, from 1.</param>
/// <param name="Name">Display name.</param>
/// <param name="File">The file or stream that it plays.</param>
/// <param name="GainDb">Gain; <see langword="null"/> is −∞.</param>
/// <param name="Pan">−1 (left) to 1 (right).</param>
/// <param name="Muted">Whether it is muted.</param>
/// <param name="Solo">Whether it is soloed.</param>
/// <param name="DurationSeconds">Its length; <see langword="null"/> if unknown or endless.</param>
/// <param name="Failure">Why it is silent; <see langword="null"/> if nothing is wrong.</param>
public sealed record TrackStatus(
    int Index,
    string Name,
    string File,
    double? GainDb,
    double Pan,
    bool Muted,
    bool Solo,
    double? DurationSeconds,
    string? Failure);
