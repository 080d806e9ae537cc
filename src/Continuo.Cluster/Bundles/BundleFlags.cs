namespace Continuo.Cluster.Bundles;

/// <summary>Flags of an entry.</summary>
[Flags]
internal enum BundleFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The stream ends before this tick.</summary>
    End = 1,

    /// <summary>Someone there talks over the others.</summary>
    TalksOver = 2,

    /// <summary>The speaker was heard in the sum before, and begins here to be heard alone.</summary>
    FadesIn = 4,

    /// <summary>All that are known.</summary>
    All = End | TalksOver | FadesIn,
}
