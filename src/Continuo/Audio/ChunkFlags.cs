namespace Continuo.Audio;

/// <summary>What is known about a chunk's audio.</summary>
[Flags]
public enum ChunkFlags
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>Every sample is below the stream's silence threshold. The chunk still takes its time.</summary>
    Silent = 1,

    /// <summary>The audio does not continue the chunk before it: frames are missing or the source started anew.</summary>
    Discontinuity = 2,

    /// <summary>The audio was made up to hide a loss.</summary>
    Concealed = 4,

    /// <summary>The source delivered nothing; its time was filled from the clock. Always with <see cref="Silent"/>.</summary>
    Filled = 8,
}
