using Continuo.Diagnostics;

namespace Continuo.Rtp.Concealment;

/// <summary>A piece of what a jitter buffer gave.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Frames">How many frames are heard.</param>
/// <param name="MediaTime">The position of its first frame on the sender's timeline, if it has one.</param>
/// <param name="MediaFrames">How many of the sender's frames it uses up: more than <paramref name="Frames"/> if shortened, fewer if stretched.</param>
public readonly record struct PlayoutPiece(PlayoutKind Kind, int Frames, long MediaTime, int MediaFrames)
{
    /// <summary>Whether each of the sender's frames is heard once.</summary>
    [RealTime]
    public bool IsPlain => Kind == PlayoutKind.Played && Frames == MediaFrames;
}
