using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Metering;

namespace Continuo.Mixing;

/// <summary>
/// One input of a <see cref="Mixer"/>. The thread that renders delivers its audio before each block; everything else is for any thread.
/// Made by <see cref="Mixer.AddTrack"/>.
/// </summary>
public sealed unsafe class MixTrack
{
    private readonly Mixer _mixer;
    private readonly TrackInput _input;
    private readonly int _mixChannels;

    internal MixTrack(Mixer mixer, string name, int channels, MixBus? bus, TrackSettings settings, bool fadeIn)
    {
        _mixer = mixer;
        _mixChannels = mixer.Format.Channels;
        Name = name;
        Channels = channels;
        Bus = bus;
        Control = settings;
        var (format, options) = (mixer.Format, mixer.Options);
        _input = new TrackInput(channels, _mixChannels, options.MaxBlockFrames, mixer.FadeOut, fadeIn);
        Ramp = new GainRamp(_mixChannels, GainRamp.FramesAt(format.SampleRate), 0);
        if (options.TrackMeters != MeterParts.None) Meters = new AudioMeter(format, options.TrackMeters);
    }

    /// <summary>For people.</summary>
    public string Name { get; }

    /// <summary>What is delivered: 1, or as many as the mix has.</summary>
    public int Channels { get; }

    /// <summary>Where the track goes; <see langword="null"/>: to the master.</summary>
    public MixBus? Bus { get; }

    /// <summary>Gain, pan, mute and solo. Thread-safe; a change is heard from the next block on, over 10 ms.</summary>
    /// <exception cref="AudioException">A value is out of range, or cannot be in this mix.</exception>
    public TrackSettings Settings
    {
        get => _mixer.SettingsOf(this);
        set => _mixer.Set(this, value);
    }

    /// <summary>What is measured of what the track brings to the mix, behind gain, pan, mute and solo; <see langword="null"/> if nothing.</summary>
    public AudioMeter? Meters { get; }

    /// <summary>What became of the input so far. Thread-safe.</summary>
    public TrackStatistics Statistics => _input.Statistics;

    /// <summary>
    /// Appends audio to the next block. What is still missing when the block is rendered is concealed and counted.
    /// For the rendering thread; real-time-safe.
    /// </summary>
    /// <param name="samples">Frames × <see cref="Channels"/>, interleaved; together no more than the next block will hold.</param>
    /// <returns>How many frames there was room for.</returns>
    [RealTime]
    public int Deliver(ReadOnlySpan<float> samples) => _input.Deliver(samples);

    /// <summary>
    /// Says that what is delivered next does not continue what was heard last (a seek, a jump of a loop): one fades over into the
    /// other in 5 ms. To be called before the first delivery for a block. For the rendering thread; real-time-safe.
    /// </summary>
    [RealTime]
    public void Break() => _input.Break();

    /// <summary>Says that the audio ends with what has been delivered: silence follows and is not counted as late. For the rendering thread; real-time-safe.</summary>
    [RealTime]
    public void End() => _input.End();

    // The control side's, under the mixer's lock.
    internal TrackSettings Control { get; set; }

    // The audio side's.
    [RealTime]
    internal GainRamp Ramp { get; }

    [RealTime]
    internal MixTrack? NextLeaving { get; set; }

    [RealTime]
    internal long SeenIn { get; set; }

    /// <summary>Sends the gains to where the settings want them; at once if the track is silent anyway.</summary>
    [RealTime]
    internal void Aim(TrackSettings settings, bool audible)
    {
        Span<float> gains = stackalloc float[AudioFormat.MaxChannels];
        gains = gains[.._mixChannels];
        gains.Clear();
        if (audible)
        {
            gains.Fill(Decibels.ToGain(settings.GainDb));
            if (_mixChannels == 2)
            {
                var (left, right) = Channels == 1 ? PanLaw.Mono(settings.Pan) : PanLaw.Balance(settings.Pan);
                gains[0] *= left;
                gains[1] *= right;
            }
        }

        Ramp.MoveTo(gains);
        if (_input.IsAtRest) Ramp.Advance(Ramp.RampFrames);
    }

    /// <summary>Makes the block whole, measures it and lets its gains pass by; false if there is nothing to add to the mix.</summary>
    [RealTime]
    internal bool TakePart(int frames, out MixLane lane)
    {
        var heard = _input.Complete(frames);
        if (Meters is { } meters) _mixer.FaderMeter.Process(meters, Ramp, _input.Samples, frames);
        lane = Ramp.Over(_input.Samples);
        heard &= !Ramp.IsSilent;
        Ramp.Advance(frames);
        return heard;
    }
}
