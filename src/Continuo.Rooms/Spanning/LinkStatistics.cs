namespace Continuo.Rooms.Spanning;

/// <summary>Counters of a room's link to another node. A snapshot.</summary>
/// <param name="SentBlocks">Blocks of audio handed to the bundle, single speakers included.</param>
/// <param name="DroppedBlocks">Ticks whose audio was not sent because the sending thread was behind.</param>
/// <param name="HeardFrames">Frames of the other node's sum that were mixed.</param>
/// <param name="LostFrames">Frames that did not arrive in time and were replaced by silence.</param>
/// <param name="LatePieces">Pieces that arrived after their tick.</param>
/// <param name="Slips">How often the position moved, because the clocks differ or ticks were left out.</param>
/// <param name="RefusedStreams">Single speakers that were wanted beyond the limit.</param>
internal readonly record struct LinkStatistics(
    long SentBlocks,
    long DroppedBlocks,
    long HeardFrames,
    long LostFrames,
    long LatePieces,
    long Slips,
    long RefusedStreams);
