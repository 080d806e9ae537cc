namespace Continuo.Simulation.NetEq;

/// <summary>NetEq's decision for the next step.</summary>
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
