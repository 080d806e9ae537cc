using Continuo.Diagnostics;

namespace Continuo.Rooms.Spanning;

/// <summary>A piece of audio from another node.</summary>
[RealTime]
internal readonly ref struct LinkPiece
{
    /// <summary>Number of the speaker in the sender's room; 0 for the sum.</summary>
    public uint Source { get; init; }

    /// <summary>The sender's tick.</summary>
    public long Tick { get; init; }

    /// <summary>First sample in the block.</summary>
    public int Offset { get; init; }

    /// <summary>32-bit floats, little-endian.</summary>
    public ReadOnlySpan<byte> Samples { get; init; }

    /// <summary>Whether the stream ends before this tick.</summary>
    public bool IsEnd { get; init; }

    /// <summary>Whether someone there talks over the others.</summary>
    public bool TalksOver { get; init; }

    /// <summary>Whether the stream begins in the middle of audio that has been heard in the sum.</summary>
    public bool FadesIn { get; init; }
}
