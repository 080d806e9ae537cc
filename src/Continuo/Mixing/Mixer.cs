using System.Diagnostics.CodeAnalysis;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Metering;

namespace Continuo.Mixing;

/// <summary>
/// Mixes any number of tracks, through buses or directly, into one output, with gain, pan, mute, solo, limiter and meters. Each call
/// renders exactly one block, even if inputs are late. Has no threads or clocks of its own.
/// </summary>
/// <remarks>
/// <para><b>Audio side</b>: one thread delivers audio to the tracks and calls <see cref="Render"/>. It never allocates, waits or locks.
/// <b>Control side</b>: all other members, from any thread. Each change publishes an immutable, numbered snapshot of all settings. The
/// next block applies it as a whole; <see cref="Applied"/> is the number of the last applied snapshot.</para>
/// <para>Gain changes are ramps of 10 ms. A removed track fades out; an added track fades in.</para>
/// </remarks>
public sealed class Mixer
{
    private readonly Lock _control = new(); // for controlling threads only
    private readonly List<MixTrack> _tracks = [];
    private readonly List<MixBus> _buses = [];
    private readonly MixRenderer _renderer;
    private FaderSettings _master = FaderSettings.Default;
    private MixSnapshot _published;
    private int _changing;

    /// <summary>Creates a mixer without tracks.</summary>
    /// <param name="format">Format of the output. Tracks have the same rate, and either one channel or the same channels.</param>
    /// <param name="options"><see langword="null"/> uses the defaults.</param>
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

    /// <summary>Sample rate and channels of the output.</summary>
    public AudioFormat Format { get; }

    /// <summary>The options passed to the constructor.</summary>
    public MixerOptions Options { get; }

    /// <summary>Delay of the output relative to the input in frames: the limiter's look-ahead.</summary>
    public int LatencyFrames => _renderer.Limiter?.LatencyFrames ?? 0;

    /// <summary>Meters of the output; <see langword="null"/> if not measured. Thread-safe.</summary>
    public AudioMeter? Meters => _renderer.Meters;

    /// <summary>Minimum gain of the limiter during the last block; 1 if it did not limit. Thread-safe.</summary>
    public float LimiterGain => _renderer.Limiter?.LowestGain ?? 1;

    /// <summary>Number of frames rendered. Thread-safe; real-time-safe.</summary>
    [RealTime]
    public long FramesRendered => _renderer.Frames;

    /// <summary>Number of the last published change. Thread-safe.</summary>
    public long Published => Volatile.Read(ref _published).Number;

    /// <summary>Number of the last change that a rendered block has applied. Thread-safe.</summary>
    public long Applied => _renderer.Applied;

    /// <summary>A copy of the list of tracks, in the order in which they were added. Thread-safe.</summary>
    public IReadOnlyList<MixTrack> Tracks
    {
        get
        {
            lock (_control) return [.. _tracks];
        }
    }

    /// <summary>A copy of the list of buses, in the order in which they were added. Thread-safe.</summary>
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

    /// <summary>Adds a track. It takes part in the mix from the next block. Thread-safe; allocates.</summary>
    /// <param name="name">Display name.</param>
    /// <param name="channels">Channels of the delivered audio: 1 or the channel count of the mix. 0 selects the latter.</param>
    /// <param name="bus">The bus to route the track to; <see langword="null"/>: the master.</param>
    /// <param name="settings">Initial settings; <see langword="null"/> uses the defaults.</param>
    /// <param name="fadeIn">Whether the first audio fades in over 5 ms. Required if it does not start with silence, to avoid a
    /// click.</param>
    /// <exception cref="AudioException">A value is out of range or not supported by the mix, or the bus belongs to another
    /// mixer.</exception>
    public MixTrack AddTrack(string name, int channels = 0, MixBus? bus = null, TrackSettings? settings = null, bool fadeIn = true)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (channels == 0) channels = Format.Channels;
        if (channels != 1 && channels != Format.Channels)
        {
            throw new AudioException(AudioErrorCode.Unsupported, $"track '{name}' of {channels} channels", $"the mix is {Format}",
                "Convert the track to the mix's channels, or to mono");
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

    /// <summary>Fades a track out and removes it. Thread-safe.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if it is not in this mixer.</exception>
    public void Remove(MixTrack track)
    {
        ArgumentNullException.ThrowIfNull(track);
        Change(() => Require(_tracks.Remove(track), $"track '{track.Name}'"));
    }

    /// <summary>Adds a bus. Thread-safe; allocates.</summary>
    /// <param name="name">Display name.</param>
    /// <param name="settings">Initial settings; <see langword="null"/> uses the defaults.</param>
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

    /// <summary>Fades a bus out and removes it. Thread-safe.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if it is not in this mixer,
    /// <see cref="AudioErrorCode.InvalidArgument"/> if tracks are still routed to it.</exception>
    public void Remove(MixBus bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        Change(() =>
        {
            Require(_buses.Contains(bus), $"bus '{bus.Name}'");
            if (_tracks.Exists(track => track.Bus == bus))
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, $"removing bus '{bus.Name}'", "tracks are still routed to it",
                    "Remove them first");
            }

            _buses.Remove(bus);
        });
    }

    /// <summary>
    /// Applies several changes at the same block. Thread-safe; other changes wait until this call returns. If <paramref name="changes"/>
    /// throws, the changes made before the exception remain.
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
    /// Renders one block. Call from one thread, after delivering audio to the tracks. Wait-free, no allocation; real-time-safe.
    /// </summary>
    /// <param name="output">At most <see cref="MixerOptions.MaxBlockFrames"/> frames × channels, interleaved; overwritten
    /// completely.</param>
    /// <exception cref="ArgumentException">The block is too long, or its length is not a multiple of the channel count.</exception>
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

    /// <summary>Called under the lock.</summary>
    private void Publish()
    {
        var groups = new MixSnapshot.Group[_buses.Count + 1];
        groups[0] = GroupOf(null);
        for (var i = 0; i < _buses.Count; i++) groups[i + 1] = GroupOf(_buses[i]);
        Volatile.Write(ref _published,
            new MixSnapshot(_published.Number + 1, groups, _master, _tracks.Exists(track => track.Control.Solo)));
    }

    private MixSnapshot.Group GroupOf(MixBus? bus)
    {
        MixTrack[] tracks = [.. _tracks.Where(track => track.Bus == bus)];
        return new MixSnapshot.Group(bus, bus?.Control ?? FaderSettings.Default, tracks, [.. tracks.Select(track => track.Control)]);
    }

    private static void Require(bool known, string what)
    {
        if (!known)
        {
            throw new AudioException(AudioErrorCode.NotFound, what, "it is not in this mixer",
                "Use one that this mixer created and that has not been removed");
        }
    }

    [DoesNotReturn]
    private static void ThrowBadBlock() =>
        throw new ArgumentException("A block must have whole frames, at most MixerOptions.MaxBlockFrames.");
}
