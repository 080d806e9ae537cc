using System.Diagnostics.CodeAnalysis;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Metering;

namespace Continuo.Mixing;

/// <summary>
/// Mixes any number of tracks, through buses or directly, into one output: gain, pan, mute, solo, limiter, meters. Renders exactly
/// one block per call, whatever its inputs do, and knows neither threads nor clocks.
/// </summary>
/// <remarks>
/// <para><b>Audio side</b>: one thread delivers to the tracks and calls <see cref="Render"/>; it allocates nothing, waits for nothing
/// and takes no lock. <b>Control side</b>: everything else, from any thread. Each change publishes an immutable, numbered
/// snapshot of all settings, which the next block takes over as a whole; <see cref="Applied"/> tells which one is heard.</para>
/// <para>Every change of a gain is a ramp of 10 ms. A track that is removed fades out first; one that is added fades in.</para>
/// </remarks>
public sealed class Mixer
{
    private readonly Lock _control = new(); // among controlling threads only
    private readonly List<MixTrack> _tracks = [];
    private readonly List<MixBus> _buses = [];
    private readonly MixRenderer _renderer;
    private FaderSettings _master = FaderSettings.Default;
    private MixSnapshot _published;
    private int _changing;

    /// <summary>Creates a mixer without tracks.</summary>
    /// <param name="format">Of the output. Tracks have its rate, and its channels or one.</param>
    /// <param name="options"><see langword="null"/> for the usual ones.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if an option is out of range.</exception>
    public Mixer(AudioFormat format, MixerOptions? options = null)
    {
        Options = options ?? MixerOptions.Default;
        Options.Validate();
        Format = format;
        FadeOut = Fade.Falling(Fade.FramesAt(format.SampleRate));
        FaderMeter = new FaderMeter(format, Options.MaxBlockFrames);
        _published = new MixSnapshot(0, [], _master, false);
        _renderer = new MixRenderer(format, Options, _published, FaderMeter);
    }

    /// <summary>Rate and channels of the output.</summary>
    public AudioFormat Format { get; }

    /// <summary>What the mixer was built with.</summary>
    public MixerOptions Options { get; }

    /// <summary>By how many frames the output is later than what was delivered: the limiter's look-ahead.</summary>
    public int LatencyFrames => _renderer.Limiter?.LatencyFrames ?? 0;

    /// <summary>What is measured of the output; <see langword="null"/> if nothing. Thread-safe.</summary>
    public AudioMeter? Meters => _renderer.Meters;

    /// <summary>The lowest gain of the limiter during the last block, 1 if it was at rest. Thread-safe.</summary>
    public float LimiterGain => _renderer.Limiter?.LowestGain ?? 1;

    /// <summary>How many frames have been rendered. Thread-safe; real-time-safe.</summary>
    [RealTime]
    public long FramesRendered => _renderer.Frames;

    /// <summary>The number of the last change that was made. Thread-safe.</summary>
    public long Published => Volatile.Read(ref _published).Number;

    /// <summary>The number of the last change that a rendered block has taken over. Thread-safe.</summary>
    public long Applied => _renderer.Applied;

    /// <summary>The tracks, in the order in which they were added. Thread-safe; a copy.</summary>
    public IReadOnlyList<MixTrack> Tracks
    {
        get
        {
            lock (_control) return [.. _tracks];
        }
    }

    /// <summary>The buses, in the order in which they were added. Thread-safe; a copy.</summary>
    public IReadOnlyList<MixBus> Buses
    {
        get
        {
            lock (_control) return [.. _buses];
        }
    }

    /// <summary>Gain and mute of the output, before the limiter. Thread-safe.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a value is out of range.</exception>
    public FaderSettings Master
    {
        get
        {
            lock (_control) return _master;
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.Validate();
            Change(() => _master = value);
        }
    }

    internal float[] FadeOut { get; }

    [RealTime]
    internal FaderMeter FaderMeter { get; }

    /// <summary>Adds a track; it is heard from the next block on, once audio is delivered. Thread-safe; allocates.</summary>
    /// <param name="name">For people.</param>
    /// <param name="channels">What will be delivered: 1, or as many as the mix has; 0 for the latter.</param>
    /// <param name="bus">Where it goes; <see langword="null"/>: to the master.</param>
    /// <param name="settings">To begin with; <see langword="null"/> for the usual ones.</param>
    /// <param name="fadeIn">Whether its first audio fades in within 5 ms, as it must where it does not begin in silence.</param>
    /// <exception cref="AudioException">A value is out of range or cannot be in this mix, or the bus is not one of this mixer.</exception>
    public MixTrack AddTrack(string name, int channels = 0, MixBus? bus = null, TrackSettings? settings = null, bool fadeIn = true)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (channels == 0) channels = Format.Channels;
        if (channels != 1 && channels != Format.Channels)
        {
            throw new AudioException(AudioErrorCode.Unsupported, $"track '{name}' of {channels} channels", $"the mix is {Format}", "Convert the track to the mix's channels, or to mono");
        }

        settings ??= TrackSettings.Default;
        settings.Validate(Format.Channels);
        var track = new MixTrack(this, name, channels, bus, settings, fadeIn);
        Change(() =>
        {
            if (bus is not null) Require(_buses.Contains(bus), $"bus '{bus.Name}'");
            _tracks.Add(track);
        });
        return track;
    }

    /// <summary>Fades a track out and forgets it. Thread-safe.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if it is not in this mixer.</exception>
    public void Remove(MixTrack track)
    {
        ArgumentNullException.ThrowIfNull(track);
        Change(() => Require(_tracks.Remove(track), $"track '{track.Name}'"));
    }

    /// <summary>Adds a bus. Thread-safe; allocates.</summary>
    /// <param name="name">For people.</param>
    /// <param name="settings">To begin with; <see langword="null"/> for the usual ones.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a value is out of range.</exception>
    public MixBus AddBus(string name, FaderSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        settings ??= FaderSettings.Default;
        settings.Validate();
        var bus = new MixBus(this, name, settings);
        Change(() => _buses.Add(bus));
        return bus;
    }

    /// <summary>Fades a bus out and forgets it. Thread-safe.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if it is not in this mixer, <see cref="AudioErrorCode.InvalidArgument"/> if tracks still go to it.</exception>
    public void Remove(MixBus bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        Change(() =>
        {
            Require(_buses.Contains(bus), $"bus '{bus.Name}'");
            if (_tracks.Exists(track => track.Bus == bus))
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, $"removing bus '{bus.Name}'", "tracks still go to it", "Remove them first");
            }

            _buses.Remove(bus);
        });
    }

    /// <summary>
    /// Makes several changes that are heard together: one block has none of them, the next has all. Thread-safe; other changes
    /// wait meanwhile. What was changed before <paramref name="changes"/> threw stays.
    /// </summary>
    public void Change(Action changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (_control)
        {
            _changing++;
            try
            {
                changes();
            }
            finally
            {
                if (--_changing == 0) Publish();
            }
        }
    }

    /// <summary>
    /// Renders one block. For one thread, after it has delivered to the tracks what there is. Wait-free, no allocation; real-time-safe.
    /// </summary>
    /// <param name="output">At most <see cref="MixerOptions.MaxBlockFrames"/> frames × channels, interleaved; written over.</param>
    /// <exception cref="ArgumentException">The block is longer, or not of whole frames.</exception>
    [RealTime]
    public void Render(Span<float> output)
    {
        if (output.Length > Options.MaxBlockFrames * Format.Channels || output.Length % Format.Channels != 0) ThrowBadBlock();
        _renderer.Render(Volatile.Read(ref _published), output);
    }

    internal TrackSettings SettingsOf(MixTrack track)
    {
        lock (_control) return track.Control;
    }

    internal FaderSettings SettingsOf(MixBus bus)
    {
        lock (_control) return bus.Control;
    }

    internal void Set(MixTrack track, TrackSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate(Format.Channels);
        Change(() => track.Control = settings);
    }

    internal void Set(MixBus bus, FaderSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        Change(() => bus.Control = settings);
    }

    /// <summary>Under the lock.</summary>
    private void Publish()
    {
        var groups = new MixSnapshot.Group[_buses.Count + 1];
        groups[0] = GroupOf(null);
        for (var i = 0; i < _buses.Count; i++) groups[i + 1] = GroupOf(_buses[i]);
        Volatile.Write(ref _published, new MixSnapshot(_published.Number + 1, groups, _master, _tracks.Exists(track => track.Control.Solo)));
    }

    private MixSnapshot.Group GroupOf(MixBus? bus)
    {
        MixTrack[] tracks = [.. _tracks.Where(track => track.Bus == bus)];
        return new MixSnapshot.Group(bus, bus?.Control ?? FaderSettings.Default, tracks, [.. tracks.Select(track => track.Control)]);
    }

    private static void Require(bool known, string what)
    {
        if (!known) throw new AudioException(AudioErrorCode.NotFound, what, "it is not in this mixer", "Use one that the mixer has made and not removed");
    }

    [DoesNotReturn]
    private static void ThrowBadBlock() =>
        throw new ArgumentException("A block is of whole frames, at most MixerOptions.MaxBlockFrames of them.");
}
