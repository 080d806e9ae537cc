namespace Continuo.Clocks;

/// <summary>Base of options for components that process fixed-length blocks. Immutable.</summary>
public abstract record BlockOptions : ClockedOptions
{
    /// <summary>Frames per block. Default 480, which is 10 ms at 48 kHz.</summary>
    public int BlockFrames { get; init; } = 480;
}
