namespace Continuo.Clocks;

/// <summary>Options of what works in blocks of a fixed length. Immutable.</summary>
public abstract record BlockOptions : ClockedOptions
{
    /// <summary>Frames per block; 480 by default, 10 ms at 48 kHz.</summary>
    public int BlockFrames { get; init; } = 480;
}
