namespace Continuo.Cli.Reports;

/// <summary>What plays on in the engine.</summary>
/// <param name="Player">Its number there.</param>
/// <param name="Tracks">How many tracks it has.</param>
/// <param name="Socket">Where the engine listens.</param>
/// <param name="EngineProcessId">The engine's process.</param>
/// <param name="To">Where it is heard.</param>
internal sealed record DetachedReport(int Player, int Tracks, string Socket, int EngineProcessId, string To);
