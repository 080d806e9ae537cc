using Continuo.Diagnostics;

namespace Continuo.Cluster.Bundles;

/// <summary>An entry of a bundle, as in <see cref="BundleFormat"/>. Valid as long as the datagram.</summary>
[RealTime]
internal readonly ref struct BundleEntry
{
    public BundleKind Kind { get; init; }

    public BundleFlags Flags { get; init; }

    /// <summary>The receiver's handle of the room.</summary>
    public ushort Handle { get; init; }

    /// <summary>First sample in the block.</summary>
    public ushort Offset { get; init; }

    /// <summary>Epoch of the room's owner.</summary>
    public long Epoch { get; init; }

    /// <summary>The sender's tick.</summary>
    public long Tick { get; init; }

    /// <summary>Number of the speaker; 0 for the sum and for a status.</summary>
    public uint Source { get; init; }

    public ReadOnlySpan<byte> Body { get; init; }
}
