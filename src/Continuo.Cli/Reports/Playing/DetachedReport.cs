namespace Continuo.Cli.Reports.Playing;

/// <summary>What plays on in the engine.</summary>
/// <param name="Player">Its number there.</param>
/// <param name="Tracks">How many tracks it has.</param>
/// <param name="Socket">Where the engine listens.</param>
/// <param name="EngineProcessId">The engine's process.</param>
/// <param name="Sink">The engine's output, as an address.</param>
/// <param name="SinkDescription">The same for people.</param>
internal sealed record DetachedReport(int Player, int Tracks, string Socket, int EngineProcessId, string Sink, string SinkDescription);
