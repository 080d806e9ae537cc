using Continuo.Diagnostics;

namespace Continuo.Rtp.Concealment;

/// <summary>A piece of the output of a jitter buffer.</summary>
/// <param name="Kind">Origin of the audio.</param>
/// <param name="Frames">Number of output frames.</param>
/// <param name="MediaTime">Position of its first frame on the sender's timeline, if it has one.</param>
/// <param name="MediaFrames">
/// Number of the sender's frames consumed: more than <paramref name="Frames"/> if shortened, fewer if stretched.
/// </param>
internal readonly record struct PlayoutPiece(PlayoutKind Kind, int Frames, long MediaTime, int MediaFrames)
{
    /// <summary>Whether the piece was played from packets without time-scaling.</summary>
    [RealTime]
    public bool IsPlain => Kind == PlayoutKind.Played && Frames == MediaFrames;
}
