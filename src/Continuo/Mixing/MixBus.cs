using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Metering;

namespace Continuo.Mixing;

/// <summary>A submix of tracks with its own fader, routed to the master. Created by <see cref="Mixer.AddBus"/>.</summary>
public sealed unsafe class MixBus
{
    private readonly Mixer _mixer;
    private readonly AlignedSamples _sum;

    internal MixBus(Mixer mixer, string name, FaderSettings settings)
    {
        _mixer = mixer;
        Name = name;
        Control = settings;
        var (format, options) = (mixer.Format, mixer.Options);
        _sum = new AlignedSamples(options.MaxBlockFrames * format.Channels);
        Ramp = new GainRamp(format.Channels, GainRamp.FramesAt(format.SampleRate), settings.Gain);
        if (options.BusMeters != MeterParts.None) Meters = new AudioMeter(format, options.BusMeters);
    }

    /// <summary>Display name.</summary>
    public string Name { get; }

    /// <summary>Gain and mute. Thread-safe; a change takes effect at the next block as a ramp of 10 ms.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a value is out of range.</exception>
    public FaderSettings Settings
    {
        get => _mixer.SettingsOf(this);
        set => _mixer.Set(this, value);
    }

    /// <summary>Meters of the bus after its fader; <see langword="null"/> if not measured.</summary>
    public AudioMeter? Meters { get; }

    // Settings as set by the control side; under the mixer's lock.
    internal FaderSettings Control { get; set; }

    // Gains of the audio side.
    [RealTime]
    internal GainRamp Ramp { get; }

    [RealTime]
    internal MixBus? NextLeaving { get; set; }

    [RealTime]
    internal long SeenIn { get; set; }

    [RealTime]
    internal float* Samples => _sum.First;

    [RealTime]
    internal Span<float> Sum(int samples) => _sum.Span[..samples];
}
