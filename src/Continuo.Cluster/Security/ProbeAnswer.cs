namespace Continuo.Cluster.Security;

/// <summary>What became of a <see cref="NodeProbe"/>.</summary>
internal enum ProbeAnswer
{
    /// <summary>No answer, or not the answer of a node.</summary>
    None,

    /// <summary>It has our key.</summary>
    OurKey,

    /// <summary>It has another one.</summary>
    OtherKey,
}
