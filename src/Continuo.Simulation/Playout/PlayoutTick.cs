namespace Continuo.Simulation.Playout;

/// <summary>What a method plays in one tick, and why; filled by the method, piece by piece. Reused from tick to tick.</summary>
/// <param name="frames">The tick's length.</param>
public sealed class PlayoutTick(int frames)
{
    private readonly List<PlayoutPiece> _pieces = [];

    /// <summary>The tick's length, in frames.</summary>
    public int Frames { get; } = frames;

    /// <summary>How many frames have been filled.</summary>
    public int Filled { get; private set; }

    /// <summary>How many frames are still to be filled.</summary>
    public int Left => Frames - Filled;

    /// <summary>What it is filled with, in order.</summary>
    public IReadOnlyList<PlayoutPiece> Pieces => _pieces;

    /// <summary>How much audio the method holds back at present, in milliseconds, in its own reckoning.</summary>
    public double BufferedMs { get; private set; }

    /// <summary>The delay that the method aims at, in milliseconds, in its own reckoning.</summary>
    public double TargetMs { get; private set; }

    /// <summary>Why it does what it does.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Plays frames as they were sent.</summary>
    public void Play(long mediaTime, int frames) => Add(PlayoutPieceKind.Played, frames, mediaTime, frames);

    /// <summary>
    /// Plays <paramref name="mediaFrames"/> frames, stretched or shortened to <paramref name="frames"/> without a change of pitch.
    /// </summary>
    public void Scale(long mediaTime, int mediaFrames, int frames) => Add(PlayoutPieceKind.Played, frames, mediaTime, mediaFrames);

    /// <summary>Makes up frames.</summary>
    public void Conceal(int frames) => Add(PlayoutPieceKind.Concealed, frames, 0, 0);

    /// <summary>Is silent because that is what is due.</summary>
    public void Pause(int frames) => Add(PlayoutPieceKind.Pause, frames, 0, 0);

    /// <summary>Skips frames of the sender that have arrived.</summary>
    public void Skip(long mediaTime, int mediaFrames) => Add(PlayoutPieceKind.Skipped, 0, mediaTime, mediaFrames);

    /// <summary>Says why.</summary>
    public void Explain(double bufferedMs, double targetMs, string reason) =>
        (BufferedMs, TargetMs, Reason) = (bufferedMs, targetMs, reason);

    /// <summary>Makes it ready for the next tick.</summary>
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
