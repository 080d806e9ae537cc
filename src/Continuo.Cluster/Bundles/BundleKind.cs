namespace Continuo.Cluster.Bundles;

/// <summary>What an entry of a bundle holds.</summary>
internal enum BundleKind : byte
{
    /// <summary>A piece of the sum of all that did not come from the receiver.</summary>
    Sum = 1,

    /// <summary>A piece of a speaker that the receiver wants alone.</summary>
    Speaker = 2,

    /// <summary>What the sender wants alone, the version of its list of speakers, and their levels.</summary>
    Status = 3,
}
