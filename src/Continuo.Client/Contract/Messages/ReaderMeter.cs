namespace Continuo.Client.Contract.Messages;

/// <summary>Lag and losses of a reader, with each meter message.</summary>
/// <param name="LagMs">How far it is behind, in milliseconds.</param>
/// <param name="LagChunks">The same in chunks.</param>
/// <param name="State">Whether it keeps up.</param>
/// <param name="DroppedFrames">Frames that it has lost.</param>
public sealed record ReaderMeter(double LagMs, long LagChunks, ReaderState State, long DroppedFrames);
