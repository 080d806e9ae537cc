using Continuo.Mixing;

namespace Continuo.Rooms.Mixing;

/// <summary>
/// How much of one speaker a mix adds to the sum of all: the listener's volume minus 1, so −1 removes the speaker (mix-minus). The ramp
/// belongs to the tick.
/// </summary>
internal sealed class Correction(SpeakerLane lane, GainRamp ramp)
{
    public SpeakerLane Lane { get; } = lane;

    public GainRamp Ramp { get; } = ramp;

    /// <summary>The gain it moves to, as the control plane has set it.</summary>
    public float Target { get; set; } = ramp.Target(0);
}
