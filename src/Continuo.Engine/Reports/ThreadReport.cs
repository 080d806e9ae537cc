namespace Continuo.Engine.Reports;

/// <summary>Memory allocated by one thread of an engine process.</summary>
/// <param name="Thread">Unique number of the thread within the process.</param>
/// <param name="Bytes">Bytes allocated since the thread's start, as last recorded by the thread.</param>
/// <param name="Name">Name of the thread.</param>
public readonly record struct ThreadReport(int Thread, long Bytes, string Name);
