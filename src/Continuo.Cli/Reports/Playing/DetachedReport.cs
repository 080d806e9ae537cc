namespace Continuo.Cli.Reports.Playing;

/// <summary>A player that continues in the engine.</summary>
/// <param name="Player">Its number.</param>
/// <param name="Tracks">Number of tracks.</param>
/// <param name="Socket">Path of the engine's socket.</param>
/// <param name="EngineProcessId">The engine's process.</param>
/// <param name="Sink">Address of the engine's output.</param>
/// <param name="SinkDescription">Description of the engine's output.</param>
internal sealed record DetachedReport(int Player, int Tracks, string Socket, int EngineProcessId, string Sink, string SinkDescription);
