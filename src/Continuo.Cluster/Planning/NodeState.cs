namespace Continuo.Cluster.Planning;

/// <summary>Whether a simulated node works.</summary>
internal enum NodeState
{
    /// <summary>It works.</summary>
    Up,

    /// <summary>It stands still, and does not know it.</summary>
    Frozen,

    /// <summary>It is gone.</summary>
    Down,
}
