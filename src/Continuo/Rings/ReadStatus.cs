namespace Continuo.Rings;

/// <summary>What a read found.</summary>
public enum ReadStatus
{
    /// <summary>Nothing is pending (yet).</summary>
    Empty,

    /// <summary>A whole chunk was read.</summary>
    Chunk,

    /// <summary>The writer has ended and everything it wrote has been read or counted as lost.</summary>
    End,
}
