namespace Continuo.Client.Contract;

/// <summary>Frames that a reader has lost, by reason.</summary>
/// <param name="Overrun">Overwritten before they were read.</param>
/// <param name="Late">Skipped to keep the reader's maximum lag.</param>
/// <param name="Shed">Skipped on purpose, to reduce load.</param>
/// <param name="Stopped">Pending when the reader was closed.</param>
public sealed record DropStatus(long Overrun, long Late, long Shed, long Stopped);
