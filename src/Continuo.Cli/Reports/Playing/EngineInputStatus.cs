namespace Continuo.Cli.Reports.Playing;

/// <summary>Something that an engine plays.</summary>
/// <param name="Input">Its number.</param>
/// <param name="Kind">Whether a client writes it, or the engine reads it from beginning to end, or plays it with a transport.</param>
/// <param name="Name">Its name.</param>
/// <param name="LateBlocks">Blocks in which its audio was missing.</param>
internal sealed record EngineInputStatus(int Input, string Kind, string Name, long LateBlocks);
