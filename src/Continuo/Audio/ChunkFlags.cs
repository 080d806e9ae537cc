namespace Continuo.Audio;

/// <summary>Properties of a chunk's audio.</summary>
[Flags]
public enum ChunkFlags
{
    /// <summary>No flag is set.</summary>
    None = 0,

    /// <summary>Every sample is below the stream's silence threshold.</summary>
    Silent = 1,

    /// <summary>The audio does not continue the previous chunk: frames are missing or the source was restarted.</summary>
    Discontinuity = 2,

    /// <summary>The audio was generated to conceal a loss.</summary>
    Concealed = 4,

    /// <summary>
    /// The source delivered nothing, so silence was inserted to keep the timeline. Always combined with <see cref="Silent"/>.
    /// </summary>
    Filled = 8,
}
