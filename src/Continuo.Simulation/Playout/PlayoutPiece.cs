namespace Continuo.Simulation.Playout;

/// <summary>A piece of one tick.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Frames">How many frames are heard.</param>
/// <param name="MediaTime">If played or skipped: the position of its first frame on the sender's timeline.</param>
/// <param name="MediaFrames">
/// If played or skipped: how many of the sender's frames it uses up; more than <paramref name="Frames"/> if shortened, fewer if stretched.
/// </param>
public readonly record struct PlayoutPiece(PlayoutPieceKind Kind, int Frames, long MediaTime, int MediaFrames);
