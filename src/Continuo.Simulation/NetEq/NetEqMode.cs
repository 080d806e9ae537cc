namespace Continuo.Simulation.NetEq;

/// <summary>What NetEq did last.</summary>
internal enum NetEqMode
{
    Normal,
    Expand,
    Merge,
    Accelerate,
    PreemptiveExpand,
    ComfortNoise,
}
