using Continuo.Mixing;

namespace Continuo.Cli.Play;

/// <summary>A track in the view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Settings">Its faders.</param>
/// <param name="Level">Its level after the faders; 1 is full scale.</param>
/// <param name="Failure">The error that ended it.</param>
internal sealed record PlayLine(string Name, TrackSettings Settings, double Level, string? Failure);
