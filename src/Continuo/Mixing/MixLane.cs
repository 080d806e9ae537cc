using Continuo.Diagnostics;

namespace Continuo.Mixing;

/// <summary>
/// One input of <see cref="MixKernels"/>: where its samples and its gains lie. <see cref="GainRamp.Over"/> makes it.
/// The memory must not move nor be freed while the kernel runs.
/// </summary>
internal readonly unsafe struct MixLane
{
    internal readonly float* Samples;

    /// <summary>The target gain of each channel, then the step per frame of each channel.</summary>
    internal readonly float* Gains;

    /// <summary>Number of frames the ramp has still to go; 0 when the gains stand at their targets.</summary>
    internal readonly int Remaining;

    [RealTime]
    internal MixLane(float* samples, float* gains, int remaining)
    {
        Samples = samples;
        Gains = gains;
        Remaining = remaining;
    }
}
