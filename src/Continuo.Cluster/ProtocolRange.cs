namespace Continuo.Cluster;

/// <summary>Versions of what nodes say to each other that a node speaks.</summary>
/// <param name="Oldest">The oldest.</param>
/// <param name="Newest">The newest, which is spoken as soon as all nodes do.</param>
internal readonly record struct ProtocolRange(int Oldest, int Newest)
{
    /// <summary>What this version of the program speaks.</summary>
    public static readonly ProtocolRange Current = new(2, 2);

    /// <summary>Whether there is a version that both speak.</summary>
    public bool Fits(ProtocolRange other) => Oldest <= other.Newest && other.Oldest <= Newest;

    /// <summary>The newest version that all nodes speak; <see langword="null"/> if there is none.</summary>
    public static int? Agreed(IEnumerable<ProtocolRange> nodes)
    {
        var (oldest, newest) = nodes.Aggregate(
            (Oldest: 0, Newest: int.MaxValue),
            static (all, n) => (Math.Max(all.Oldest, n.Oldest), Math.Min(all.Newest, n.Newest)));
        return oldest <= newest ? newest : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Oldest == Newest ? $"{Newest}" : $"{Oldest} to {Newest}";
}
