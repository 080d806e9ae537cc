namespace Continuo.Simulation.Playout;

/// <summary>A piece of one tick.</summary>
/// <param name="Kind">Origin of the audio.</param>
/// <param name="Frames">Number of output frames.</param>
/// <param name="MediaTime">If played or skipped: the position of its first frame on the sender's timeline.</param>
/// <param name="MediaFrames">
/// If played or skipped: number of the sender's frames consumed; more than <paramref name="Frames"/> if shortened, fewer if stretched.
/// </param>
public readonly record struct PlayoutPiece(PlayoutPieceKind Kind, int Frames, long MediaTime, int MediaFrames);
