using Continuo.Playing;

namespace Continuo.Client.Contract;

/// <summary>A player.</summary>
/// <param name="Name">Its name on the server.</param>
/// <param name="To">Address of its output.</param>
/// <param name="State">Playing, paused, stopped or ended.</param>
/// <param name="PositionSeconds">What is heard now.</param>
/// <param name="DurationSeconds">Length of the longest track; <see langword="null"/> if unknown or endless.</param>
/// <param name="Loop">Loop region; <see langword="null"/> for none.</param>
/// <param name="GainDb">Gain of the output; <see langword="null"/> is −∞.</param>
/// <param name="Muted">Whether the output is muted.</param>
/// <param name="Stream">Name of the stream that it feeds; <see langword="null"/> if it plays to a device or file.</param>
/// <param name="Limiter">Limiter of the output.</param>
/// <param name="Tracks">Its tracks.</param>
/// <param name="Failure">What ended its output; <see langword="null"/> if nothing is wrong.</param>
public sealed record PlayerStatus(
    string Name,
    string To,
    PlayerState State,
    double PositionSeconds,
    double? DurationSeconds,
    LoopStatus? Loop,
    double? GainDb,
    bool Muted,
    string? Stream,
    LimiterStatus Limiter,
    IReadOnlyList<TrackStatus> Tracks,
    string? Failure);
