using Continuo.Simulation.Playout;

namespace Continuo.Simulation.NetEq;

/// <summary>NetEq's sync buffer without the samples: audio that was decoded, concealed or time-scaled and not yet played.</summary>
internal sealed class NetEqSyncBuffer
{
    private readonly LinkedList<PlayoutPiece> _pieces = new();

    /// <summary>Number of frames.</summary>
    public int Frames { get; private set; }

    public void Append(PlayoutPieceKind kind, int frames, long mediaTime = 0, int mediaFrames = 0)
    {
        if (frames == 0) return;
        _pieces.AddLast(new PlayoutPiece(kind, frames, mediaTime, mediaFrames));
        Frames += frames;
    }

    /// <summary>
    /// Stretches or shortens the last <paramref name="window"/> frames by <paramref name="change"/> frames, as far as they are decoded, not
    /// concealed, and contiguous.
    /// </summary>
    public void Scale(int window, int change)
    {
        var (frames, mediaFrames) = (0, 0);
        long mediaTime = 0;
        while (frames < window && _pieces.Last is { Value: { Kind: PlayoutPieceKind.Played } piece }
            && (frames == 0 || piece.MediaTime + piece.MediaFrames == mediaTime))
        {
            _pieces.RemoveLast();
            frames += piece.Frames;
            mediaFrames += piece.MediaFrames;
            mediaTime = piece.MediaTime;
        }

        if (frames == 0) return;
        var scaled = Math.Max(1, frames + change);
        _pieces.AddLast(new PlayoutPiece(PlayoutPieceKind.Played, scaled, mediaTime, mediaFrames));
        Frames += scaled - frames;
    }

    /// <summary>Removes frames, in order.</summary>
    public void Take(int frames, PlayoutTick tick)
    {
        while (frames > 0)
        {
            var piece = _pieces.First!.Value;
            _pieces.RemoveFirst();
            var taken = Math.Min(frames, piece.Frames);
            var media = taken == piece.Frames ? piece.MediaFrames : (int)((long)piece.MediaFrames * taken / piece.Frames);
            if (taken < piece.Frames)
            {
                _pieces.AddFirst(piece with
                {
                    Frames = piece.Frames - taken,
                    MediaTime = piece.MediaTime + media,
                    MediaFrames = piece.MediaFrames - media
                });
            }

            switch (piece.Kind)
            {
                case PlayoutPieceKind.Played:
                    tick.Scale(piece.MediaTime, media, taken);
                    break;
                case PlayoutPieceKind.Pause:
                    tick.Pause(taken);
                    break;
                default:
                    tick.Conceal(taken);
                    break;
            }

            frames -= taken;
            Frames -= taken;
        }
    }
}
