namespace Continuo.Simulation.Playout;

/// <summary>What a method plays in one tick, and the reason; filled by the method, piece by piece. Reused for all ticks.</summary>
/// <param name="frames">Length of a tick.</param>
public sealed class PlayoutTick(int frames)
{
    private readonly List<PlayoutPiece> _pieces = [];

    /// <summary>The tick's length, in frames.</summary>
    public int Frames { get; } = frames;

    /// <summary>Number of frames filled.</summary>
    public int Filled { get; private set; }

    /// <summary>Number of frames still to be filled.</summary>
    public int Left => Frames - Filled;

    /// <summary>The pieces, in order.</summary>
    public IReadOnlyList<PlayoutPiece> Pieces => _pieces;

    /// <summary>Buffered audio in milliseconds, according to the method.</summary>
    public double BufferedMs { get; private set; }

    /// <summary>Target delay in milliseconds, according to the method.</summary>
    public double TargetMs { get; private set; }

    /// <summary>Reason of its decision.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Plays frames as they were sent.</summary>
    public void Play(long mediaTime, int frames) => Add(PlayoutPieceKind.Played, frames, mediaTime, frames);

    /// <summary>
    /// Plays <paramref name="mediaFrames"/> frames, stretched or shortened to <paramref name="frames"/> without a change of pitch.
    /// </summary>
    public void Scale(long mediaTime, int mediaFrames, int frames) => Add(PlayoutPieceKind.Played, frames, mediaTime, mediaFrames);

    /// <summary>Conceals frames.</summary>
    public void Conceal(int frames) => Add(PlayoutPieceKind.Concealed, frames, 0, 0);

    /// <summary>Plays expected silence.</summary>
    public void Pause(int frames) => Add(PlayoutPieceKind.Pause, frames, 0, 0);

    /// <summary>Skips frames of the sender that have arrived.</summary>
    public void Skip(long mediaTime, int mediaFrames) => Add(PlayoutPieceKind.Skipped, 0, mediaTime, mediaFrames);

    /// <summary>Sets the reason.</summary>
    public void Explain(double bufferedMs, double targetMs, string reason) =>
        (BufferedMs, TargetMs, Reason) = (bufferedMs, targetMs, reason);

    /// <summary>Prepares the next tick.</summary>
    public void Clear()
    {
        _pieces.Clear();
        Filled = 0;
    }

    private void Add(PlayoutPieceKind kind, int frames, long mediaTime, int mediaFrames)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frames);
        ArgumentOutOfRangeException.ThrowIfNegative(mediaFrames);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames, Left);
        if (frames + mediaFrames == 0) return;
        _pieces.Add(new PlayoutPiece(kind, frames, mediaTime, mediaFrames));
        Filled += frames;
    }
}
