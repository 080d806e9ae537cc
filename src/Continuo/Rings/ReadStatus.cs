namespace Continuo.Rings;

/// <summary>Result of a read.</summary>
public enum ReadStatus
{
    /// <summary>No chunk is pending.</summary>
    Empty,

    /// <summary>A chunk was read.</summary>
    Chunk,

    /// <summary>The writer has completed the ring, and all chunks have been read or counted as lost.</summary>
    End,
}
