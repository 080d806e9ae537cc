using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Metering;

namespace Continuo.Mixing;

/// <summary>
/// Measures signals behind their faders: what a track or bus brings to the mix, ramps and all. Shared by all tracks and buses of a mixer,
/// since they
/// are rendered one after the other. For the mixing thread; real-time-safe but for the constructor.
/// </summary>
internal sealed unsafe class FaderMeter(AudioFormat format, int maxFrames)
{
    private readonly AlignedSamples _faded = new(maxFrames * format.Channels);

    /// <summary>Measures a block. The fader does not move by it.</summary>
    /// <param name="meter">The signal's meters.</param>
    /// <param name="fader">Its gains.</param>
    /// <param name="samples">What goes into the fader: so many frames × channels.</param>
    /// <param name="frames">Count.</param>
    [RealTime]
    public void Process(AudioMeter meter, GainRamp fader, float* samples, int frames)
    {
        var length = frames * format.Channels;
        if (fader.IsUnity)
        {
            meter.Process(new ReadOnlySpan<float>(samples, length)); // Safety: a track's or bus's block is at least as long as any that is rendered
            return;
        }

        var faded = _faded.Span[..length];
        var lane = fader.Over(samples);
        if (fader.IsSilent) faded.Clear();
        else MixKernels.Mix(new ReadOnlySpan<MixLane>(in lane), faded, format.Channels);
        meter.Process(faded);
    }
}
