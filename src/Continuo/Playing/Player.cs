using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Live;
using Continuo.Mixing;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Playing;

/// <summary>
/// Plays files, generators and live streams together through a <see cref="Mixing.Mixer"/>. One thread reads ahead for all tracks; files
/// are not loaded into memory as a whole. Play, pause, seek and loop take effect at the next block, frame-exact and without clicks:
/// <code>
/// using var player = new Player(AudioFormat.Default);
/// player.Add("drums.flac", audio);
/// player.Add("voice.wav", audio).Mix.Settings = new TrackSettings { GainDb = -3 };
/// using var playback = new Playback(player, sink);
/// playback.Start();
/// player.Play();
/// </code>
/// </summary>
/// <remarks>
/// One thread calls <see cref="Render"/>, usually the one of a <see cref="Playback"/>; all other members are thread-safe. Transport
/// commands are numbered.
/// </remarks>
public sealed class Player : IDisposable, IAsyncDisposable
{
    private readonly Transport _transport;
    private readonly TrackReader _reader;
    private readonly TransportControl _control;
    private readonly OutputClock _output;
    private readonly ReaderThread? _thread;
    private readonly float[] _fade;
    private readonly int _mixerLatency;
    private TransportCommand _command; // used by the rendering thread
    private bool _disposed;

    /// <summary>Creates a player without tracks.</summary>
    /// <param name="format">Format of the output.</param>
    /// <param name="options"><see langword="null"/>: <see cref="PlaybackOptions.Balanced"/>.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if an option is out of range.</exception>
    public Player(AudioFormat format, PlaybackOptions? options = null)
    {
        Options = options ?? PlaybackOptions.Balanced;
        Options.Validate();
        Mixer = new Mixer(format, Options.Mixer);
        _mixerLatency = Mixer.LatencyFrames;
        _transport = new Transport(Mixer);
        _fade = _transport.FadeIn();
        _output = new OutputClock(format, Options.Clock);
        ChunkFrames = Math.Max(1, format.SampleRate / 50);
        Capacity = (int)(format.ToFrames(Options.ReadAhead) / ChunkFrames) + 2;

        // Enough to continue from while a block that was begun before the jump is mixed.
        var headStart = Math.Min((Capacity - 2) * (long)ChunkFrames, format.SampleRate / 10 + Options.Mixer.MaxBlockFrames);
        _reader = new TrackReader(_transport, headStart);
        if (Options.ReaderThread) _thread = new ReaderThread(_reader, Options.Clock);
        _control = new TransportControl(format, _transport, _reader) { Wake = () => _thread?.Wake() };
    }

    /// <summary>Sample rate and channels of the output.</summary>
    public AudioFormat Format => Mixer.Format;

    /// <summary>The options passed to the constructor.</summary>
    public PlaybackOptions Options { get; }

    /// <summary>The mixer: master, buses, limiter, meters.</summary>
    public Mixer Mixer { get; }

    /// <summary>The tracks, in the order in which they were added.</summary>
    public IReadOnlyList<PlayerTrack> Tracks => _control.Tracks;

    /// <summary>Length of the longest track in frames; −1 if a track is endless or its length is unknown.</summary>
    public long Length => _control.Length;

    /// <summary>Number of the last command issued.</summary>
    public long CommandNumber => _control.Command.Get().Number;

    /// <summary>Number of the last command that a rendered block has applied.</summary>
    public long AppliedCommand => _transport.Applied;

    /// <summary>Current state.</summary>
    public PlayerState State => _control.State;

    /// <summary>The frame that is heard now: the rendered position minus the latency of limiter and sink.</summary>
    public long PositionFrames
    {
        get
        {
            if (State == PlayerState.Stopped) return _control.Cue;
            return _transport.Log.SongAt(_output.Heard(Mixer.FramesRendered) - Mixer.LatencyFrames);
        }
    }

    /// <summary><see cref="PositionFrames"/> as a duration.</summary>
    public TimeSpan Position => Format.ToTime(PositionFrames);

    /// <summary>
    /// The loop region; <see langword="null"/> for none. If the position is already past the loop's end, it jumps to the loop's start.
    /// </summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the region is shorter than its cross-fade of 5 ms
    /// or starts before 0.</exception>
    public LoopRegion? Loop
    {
        get => _control.Loop;
        set => _control.Loop = value;
    }

    /// <summary>Number of frames rendered in the current plan.</summary>
    internal long RenderedIndex => _transport.Place.Index;

    /// <summary>Where playback begins after a stop.</summary>
    internal long Cue => _control.Cue;

    private int ChunkFrames { get; }

    private int Capacity { get; }

    /// <summary>Opens the source of an address and adds it as a track.</summary>
    /// <param name="address">See <see cref="AudioAddress"/>.</param>
    /// <param name="system">Opens the address. To play files with other sample rates, it must have resampling
    /// (<c>UseResampling</c>).</param>
    /// <param name="settings">Initial settings; <see langword="null"/> uses the defaults.</param>
    /// <exception cref="AudioException">The source cannot be opened, or its rate differs from the player's.</exception>
    public PlayerTrack Add(string address, AudioSystem system, TrackSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        var request = new SourceRequest(Format.SampleRate, null, ChunkFrames, null, Options.Clock);
        return Add(system.CreateSource(system.Parse(address), request), address, settings);
    }

    /// <summary>
    /// Opens a source and adds it as a track. The player owns the source. While playing, the track starts at the current position. For
    /// live sources use <see cref="AddLive"/>.
    /// </summary>
    /// <param name="source">The source, not yet opened.</param>
    /// <param name="name">Display name.</param>
    /// <param name="settings">Initial settings; <see langword="null"/> uses the defaults.</param>
    /// <exception cref="AudioException">The source cannot be opened, or its rate differs from the player's.</exception>
    public PlayerTrack Add(IAudioSource source, string name, TrackSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            source.Open();
            if (source.Pace != SourcePace.Free)
            {
                throw new AudioException(AudioErrorCode.Unsupported, name, "it is live and cannot be read ahead",
                    "Open it as a stream (AudioStream.Open) and add that with AddLive");
            }

            CheckRate(source.Format, name);
            var format = Format.WithChannels(source.Format.Channels == 1 ? 1 : Format.Channels);
            var mix = Mixer.AddTrack(name, format.Channels, settings: settings, fadeIn: false);
            var feed = new TrackFeed(source, format.Layout, ChunkFrames, _fade);
            TrackLane[] lanes = [new(format, ChunkFrames, Capacity), new(format, ChunkFrames, Capacity)];
            return Add(new PlayerTrack(name, source.Description, mix, feed, lanes));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Adds a live stream, such as an application, a device or a remote voice. Its delay to playback is held constant, see
    /// <see cref="LiveInput"/>. Seeks and loops do not affect it. It is silent while the player is paused and ends with the stream.
    /// </summary>
    /// <param name="stream">The stream. Not owned; may be started before or after this call.</param>
    /// <param name="settings">Initial settings; <see langword="null"/> uses the defaults.</param>
    /// <param name="live"><see langword="null"/>: <see cref="LiveInputOptions.Default"/>.</param>
    /// <exception cref="AudioException">The stream's rate differs and the options have no rate converter, or an option is out of
    /// range.</exception>
    public PlayerTrack AddLive(AudioStream stream, TrackSettings? settings = null, LiveInputOptions? live = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var options = live ?? LiveInputOptions.Default;
        if (options.FirstLead == TimeSpan.Zero) options = options with { FirstLead = Options.WriteAhead };
        var channels = stream.Format.Channels == 1 ? 1 : Format.Channels;
        var input = LiveInput.Open(stream, new AudioFormat(Format.SampleRate, channels), options with { Clock = Options.Clock });
        try
        {
            return Add(new PlayerTrack(stream.Name, stream.Description, Mixer.AddTrack(stream.Name, channels, settings: settings), input));
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>Fades a track out, removes and disposes it. The track must not be used afterwards.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if the track does not belong to this player.</exception>
    public void Remove(PlayerTrack track)
    {
        ArgumentNullException.ThrowIfNull(track);
        if (!_control.Remove(track))
        {
            throw new AudioException(AudioErrorCode.NotFound, $"track '{track.Name}'", "it is not in this player",
                "Use one that this player created and that has not been removed");
        }

        Mixer.Remove(track.Mix);
        _thread?.Wake();
    }

    /// <summary>
    /// Starts playing. After a pause it resumes; after a stop it starts at 0 or at the position set by <see cref="Seek(long)"/>; after
    /// the end it starts from the beginning. Does nothing while playing.
    /// </summary>
    /// <returns>The command's number. Like all transport commands, it allocates nothing.</returns>
    public long Play() => _control.Play();

    /// <summary>Starts playing at a frame, in any state.</summary>
    /// <returns>The command's number.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the frame is out of range.</exception>
    public long PlayFrom(long frame) => _control.PlayFrom(frame);

    /// <summary>Fades out and keeps the position. Does nothing unless playing.</summary>
    /// <returns>The number of the last command.</returns>
    public long Pause() => _control.Pause();

    /// <summary>Resumes after a pause. Does nothing unless paused.</summary>
    /// <returns>The number of the last command.</returns>
    public long Resume() => _control.Resume();

    /// <summary>Fades out and returns to frame 0.</summary>
    /// <returns>The command's number.</returns>
    public long Stop() => _control.Stop();

    /// <summary>Moves to a frame. While playing, with a cross-fade; otherwise playing starts there.</summary>
    /// <param name="frame">Target frame at the player's rate.</param>
    /// <returns>The command's number.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the frame is out of range.</exception>
    public long Seek(long frame) => _control.Seek(frame);

    /// <summary>Seeks to a time, rounded to the nearest frame; see <see cref="Seek(long)"/>.</summary>
    public long Seek(TimeSpan time) => Seek(Format.ToFrames(time));

    /// <summary>Mixes the next block, even if tracks are late. Call from one thread. Wait-free, no allocation; real-time-safe.</summary>
    /// <param name="output">Frames × channels, interleaved; overwritten completely.</param>
    [RealTime]
    public void Render(Span<float> output)
    {
        if (_control.Command.TryGet(out var command)) _command = command; // otherwise with the next block
        _transport.Render(_command, output, _output.Next(Mixer.FramesRendered, _mixerLatency));
    }

    /// <summary>
    /// Reports the latency of the output, from which <see cref="PositionFrames"/> is computed. Call from the rendering thread;
    /// real-time-safe.
    /// </summary>
    /// <param name="latencyFrames">Number of rendered frames that have not been heard yet.</param>
    /// <param name="time">Time of the measurement, in nanoseconds of the player's clock.</param>
    [RealTime]
    public void ReportOutput(long latencyFrames, long time) => _output.Report(Mixer.FramesRendered, latencyFrames, time);

    /// <summary>
    /// Reads all tracks ahead until their buffers are full. Only without a reader thread; call from the rendering thread. Waits for the
    /// disk.
    /// </summary>
    /// <exception cref="InvalidOperationException">The player has a reader thread.</exception>
    public void Prepare()
    {
        if (_thread is not null)
        {
            throw new InvalidOperationException("This player has a reader thread that reads the tracks; see PlaybackOptions.ReaderThread.");
        }

        while (_reader.Step())
        {
        }
    }

    /// <summary>Stops the reader thread and disposes all tracks. Must not be called during <see cref="Render"/>.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _control.Close();
        _thread?.Dispose();
        _reader.Dispose();
        foreach (var track in _control.Tracks) track.Dispose();
    }

    /// <summary>Asynchronous version of <see cref="Dispose"/>, which may wait for the disk.</summary>
    public ValueTask DisposeAsync() => new(Task.Run(Dispose));

    private PlayerTrack Add(PlayerTrack track)
    {
        try
        {
            _control.Add(track);
            return track;
        }
        catch
        {
            Mixer.Remove(track.Mix);
            track.Dispose();
            throw;
        }
    }

    private void CheckRate(AudioFormat format, string name)
    {
        if (format.SampleRate == Format.SampleRate) return;
        throw new AudioException(AudioErrorCode.Unsupported, name, $"it has {format}, the player {Format}",
            "Resample it, for example with UseResampling");
    }
}
