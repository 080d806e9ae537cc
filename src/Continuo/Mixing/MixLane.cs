using Continuo.Diagnostics;

namespace Continuo.Mixing;

/// <summary>
/// One input of <see cref="MixKernels"/>: the addresses of its samples and gains. Created by <see cref="GainRamp.Over"/>. The memory must
/// not be moved or freed while the kernel runs.
/// </summary>
internal readonly unsafe struct MixLane
{
    internal readonly float* Samples;

    /// <summary>Target gain of each channel, then step per frame of each channel.</summary>
    internal readonly float* Gains;

    /// <summary>Remaining frames of the ramp; 0 when the gains are at their targets.</summary>
    internal readonly int Remaining;

    [RealTime]
    internal MixLane(float* samples, float* gains, int remaining)
    {
        Samples = samples;
        Gains = gains;
        Remaining = remaining;
    }
}
