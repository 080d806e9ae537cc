namespace Continuo.Simulation.NetEq;

/// <summary>NetEq's last operation.</summary>
internal enum NetEqMode
{
    Normal,
    Expand,
    Merge,
    Accelerate,
    PreemptiveExpand,
    ComfortNoise,
}
