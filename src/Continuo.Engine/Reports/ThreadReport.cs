namespace Continuo.Engine.Reports;

/// <summary>What one thread of an engine's process has allocated.</summary>
/// <param name="Thread">Number that no other thread of the process has had.</param>
/// <param name="Bytes">Bytes allocated since its start, by the runtime's count, when it noted them last.</param>
/// <param name="Name">What it does.</param>
public readonly record struct ThreadReport(int Thread, long Bytes, string Name);
