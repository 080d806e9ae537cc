using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Metering;

namespace Continuo.Mixing;

/// <summary>
/// Measures signals after their faders: what a track or bus adds to the mix, including ramps. Shared by all tracks and buses of a mixer,
/// because they are rendered one after the other. For the mixing thread. All but the constructor is real-time-safe.
/// </summary>
internal sealed unsafe class FaderMeter(AudioFormat format, int maxFrames)
{
    private readonly AlignedSamples _faded = new(maxFrames * format.Channels);

    /// <summary>Measures a block. Does not advance the fader.</summary>
    /// <param name="meter">The signal's meters.</param>
    /// <param name="fader">Its gains.</param>
    /// <param name="samples">Input of the fader, frames × channels.</param>
    /// <param name="frames">Number of frames.</param>
    [RealTime]
    public void Process(AudioMeter meter, GainRamp fader, float* samples, int frames)
    {
        var length = frames * format.Channels;
        if (fader.IsUnity)
        {
            // Safety: the block of a track or bus is at least as long as any rendered block
            meter.Process(new ReadOnlySpan<float>(samples, length));
            return;
        }

        var faded = _faded.Span[..length];
        var lane = fader.Over(samples);
        if (fader.IsSilent) faded.Clear();
        else MixKernels.Mix(new ReadOnlySpan<MixLane>(in lane), faded, format.Channels);
        meter.Process(faded);
    }
}
