namespace Continuo.Cli.Reports.Playing;

/// <summary>An input of an engine.</summary>
/// <param name="Input">Its number.</param>
/// <param name="Kind">Whether a client writes it, the engine reads it from beginning to end, or it is a player with a transport.</param>
/// <param name="Name">Its name.</param>
/// <param name="LateBlocks">Number of blocks in which its audio was missing.</param>
internal sealed record EngineInputStatus(int Input, string Kind, string Name, long LateBlocks);
