using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Metering;

namespace Continuo.Mixing;

/// <summary>
/// One input of a <see cref="Mixer"/>. The rendering thread delivers its audio before each block; all other members are thread-safe.
/// Created by <see cref="Mixer.AddTrack"/>.
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

    /// <summary>Display name.</summary>
    public string Name { get; }

    /// <summary>Channels of the delivered audio: 1, or the channel count of the mix.</summary>
    public int Channels { get; }

    /// <summary>The bus the track is routed to; <see langword="null"/>: the master.</summary>
    public MixBus? Bus { get; }

    /// <summary>Gain, pan, mute and solo. Thread-safe; a change takes effect at the next block as a ramp of 10 ms.</summary>
    /// <exception cref="AudioException">A value is out of range, or the mix does not support it.</exception>
    public TrackSettings Settings
    {
        get => _mixer.SettingsOf(this);
        set => _mixer.Set(this, value);
    }

    /// <summary>Meters of the track after gain, pan, mute and solo; <see langword="null"/> if not measured.</summary>
    public AudioMeter? Meters { get; }

    /// <summary>Statistics of the input. Thread-safe.</summary>
    public TrackStatistics Statistics => _input.Statistics;

    /// <summary>
    /// Appends audio to the next block. Frames still missing when the block is rendered are concealed and counted. Call from the
    /// rendering thread; real-time-safe.
    /// </summary>
    /// <param name="samples">Frames × <see cref="Channels"/>, interleaved. All deliveries for one block together must not exceed the
    /// block.</param>
    /// <returns>Number of frames accepted.</returns>
    [RealTime]
    public int Deliver(ReadOnlySpan<float> samples) => _input.Deliver(samples);

    /// <summary>
    /// Marks a discontinuity, such as a seek or a loop jump: the previous audio cross-fades into the next delivery over 5 ms. Call before
    /// the first delivery for a block, from the rendering thread; real-time-safe.
    /// </summary>
    [RealTime]
    public void Break() => _input.Break();

    /// <summary>
    /// Marks the end of the audio: silence follows and is not counted as late. Call from the rendering thread; real-time-safe.
    /// </summary>
    [RealTime]
    public void End() => _input.End();

    // Settings as set by the control side; under the mixer's lock.
    internal TrackSettings Control { get; set; }

    // Gains of the audio side.
    [RealTime]
    internal GainRamp Ramp { get; }

    [RealTime]
    internal MixTrack? NextLeaving { get; set; }

    [RealTime]
    internal long SeenIn { get; set; }

    /// <summary>Sets the targets of the gains from the settings; at once if the track is silent.</summary>
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

    /// <summary>
    /// Completes the block, measures it and applies the gains; <see langword="false"/> if the track adds nothing to the mix.
    /// </summary>
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
