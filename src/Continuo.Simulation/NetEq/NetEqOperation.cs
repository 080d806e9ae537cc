namespace Continuo.Simulation.NetEq;

/// <summary>What NetEq decides to do next.</summary>
internal enum NetEqOperation
{
    Normal,
    Expand,
    Merge,
    Accelerate,
    FastAccelerate,
    PreemptiveExpand,
    ComfortNoise,
}
