namespace Continuo.Engine.Statistics;

/// <summary>Memory allocated by one thread of an engine process.</summary>
/// <param name="Thread">Unique number of the thread within the process.</param>
/// <param name="Bytes">Bytes allocated since the thread's start, as last recorded by the thread.</param>
/// <param name="Name">Name of the thread.</param>
internal readonly record struct EngineThreadStatistics(int Thread, long Bytes, string Name);
