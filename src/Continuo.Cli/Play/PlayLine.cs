using Continuo.Mixing;

namespace Continuo.Cli.Play;

/// <summary>What there is to see of a track.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Settings">Its faders.</param>
/// <param name="Level">Its level behind them, 1 being full scale.</param>
/// <param name="Failure">What broke it off.</param>
internal sealed record PlayLine(string Name, TrackSettings Settings, double Level, string? Failure);
