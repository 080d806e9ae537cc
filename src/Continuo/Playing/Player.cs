using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Live;
using Continuo.Mixing;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Playing;

/// <summary>
/// Plays tracks together: files, generators and live streams, through a <see cref="Mixing.Mixer"/>. Files are read ahead by one thread for all tracks,
/// nothing is loaded whole. Play, pause, seek and loop take effect at the next block, to the frame and without a click:
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
/// One thread calls <see cref="Render"/>, usually a <see cref="Playback"/>'s; everything else is for any thread. Commands are numbered, and the
/// end of the tracks ends only the command under which it was reached.
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
    private TransportCommand _command; // the rendering thread's
    private bool _disposed;

    /// <summary>Creates a player without tracks.</summary>
    /// <param name="format">Of the output.</param>
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

        // Enough to go on from while a block is mixed that was begun before the jump.
        var headStart = Math.Min((Capacity - 2) * (long)ChunkFrames, format.SampleRate / 10 + Options.Mixer.MaxBlockFrames);
        _reader = new TrackReader(_transport, headStart);
        if (Options.ReaderThread) _thread = new ReaderThread(_reader, Options.Clock);
        _control = new TransportControl(format, _transport, _reader) { Wake = () => _thread?.Wake() };
    }

    /// <summary>Rate and channels of the output.</summary>
    public AudioFormat Format => Mixer.Format;

    /// <summary>What the player was made with.</summary>
    public PlaybackOptions Options { get; }

    /// <summary>Master, buses, limiter, meters.</summary>
    public Mixer Mixer { get; }

    /// <summary>The tracks, in the order in which they were added.</summary>
    public IReadOnlyList<PlayerTrack> Tracks => _control.Tracks;

    /// <summary>The length of the longest track in frames; −1 if one has no end, or it is not known.</summary>
    public long Length => _control.Length;

    /// <summary>The number of the last command.</summary>
    public long CommandNumber => _control.Command.Get().Number;

    /// <summary>The number of the last command that a rendered block has taken over.</summary>
    public long AppliedCommand => _transport.Applied;

    /// <summary>What the player is about.</summary>
    public PlayerState State => _control.State;

    /// <summary>The frame that is heard now: what was rendered, less what is on its way through limiter and sink.</summary>
    public long PositionFrames
    {
        get
        {
            if (State == PlayerState.Stopped) return _control.Cue;
            return _transport.Log.SongAt(_output.Heard(Mixer.FramesRendered) - Mixer.LatencyFrames);
        }
    }

    /// <summary><see cref="PositionFrames"/> as a time.</summary>
    public TimeSpan Position => Format.ToTime(PositionFrames);

    /// <summary>What is played over and over; <see langword="null"/> for none. A piece that is already behind the loop's end jumps to its start.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if it is shorter than its cross-fade of 5 ms, or begins before 0.</exception>
    public LoopRegion? Loop
    {
        get => _control.Loop;
        set => _control.Loop = value;
    }

    /// <summary>How many frames of the plan at hand have been rendered.</summary>
    internal long RenderedIndex => _transport.Place.Index;

    /// <summary>Where playing begins after a stop.</summary>
    internal long Cue => _control.Cue;

    private int ChunkFrames { get; }

    private int Capacity { get; }

    /// <summary>Opens the source of an address and adds it as a track.</summary>
    /// <param name="address">See <see cref="AudioAddress"/>.</param>
    /// <param name="system">Who opens it; to play files of other rates than the player's it must resample.</param>
    /// <param name="settings">To begin with; <see langword="null"/> for the usual ones.</param>
    /// <exception cref="AudioException">It cannot be opened, or has another rate.</exception>
    public PlayerTrack Add(string address, AudioSystem system, TrackSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        var request = new SourceRequest(Format.SampleRate, null, ChunkFrames, null, Options.Clock);
        return Add(system.CreateSource(system.Parse(address), request), address, settings);
    }

    /// <summary>Opens a source, owns it, and adds it as a track; while playing it joins in at the present place. Live sources are added as streams, see <see cref="AddLive"/>.</summary>
    /// <param name="source">Not yet opened.</param>
    /// <param name="name">For people.</param>
    /// <param name="settings">To begin with; <see langword="null"/> for the usual ones.</param>
    /// <exception cref="AudioException">It cannot be opened, or has another rate than the player.</exception>
    public PlayerTrack Add(IAudioSource source, string name, TrackSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            source.Open();
            if (source.Pace != SourcePace.Free)
            {
                throw new AudioException(AudioErrorCode.Unsupported, name, "it is live: its audio comes when it comes", "Open it as a stream (AudioStream.Open) and add that with AddLive");
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
    /// Adds a live stream: an application, a device, a remote voice. Its delay to the ear is held at a target whatever drifts or stalls, see <see cref="LiveInput"/>.
    /// It takes no part in seeks and loops, is not heard while the player pauses, and ends with the stream.
    /// </summary>
    /// <param name="stream">Not owned; may be started before or after.</param>
    /// <param name="settings">To begin with; <see langword="null"/> for the usual ones.</param>
    /// <param name="live"><see langword="null"/>: <see cref="LiveInputOptions.Default"/>.</param>
    /// <exception cref="AudioException">The stream's rate differs and nothing converts it, or an option is out of range.</exception>
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

    /// <summary>Fades a track out, takes it out and frees it: nothing is to be done with it any more. The others go on.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if it is not one of this player's.</exception>
    public void Remove(PlayerTrack track)
    {
        ArgumentNullException.ThrowIfNull(track);
        if (!_control.Remove(track)) throw new AudioException(AudioErrorCode.NotFound, $"track '{track.Name}'", "it is not in this player", "Use one that the player has made and not removed");
        Mixer.Remove(track.Mix);
        _thread?.Wake();
    }

    /// <summary>Plays: goes on after a pause; after a stop begins at 0 or where <see cref="Seek(long)"/> said; after the end begins anew. Playing already, it goes on.</summary>
    /// <returns>The command's number. As all commands to the transport: allocates nothing.</returns>
    public long Play() => _control.Play();

    /// <summary>Plays from a frame on, whatever the player does now.</summary>
    /// <returns>The command's number.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the piece has no such place.</exception>
    public long PlayFrom(long frame) => _control.PlayFrom(frame);

    /// <summary>Fades out and stays where it is. Only while playing.</summary>
    /// <returns>The number of the last command.</returns>
    public long Pause() => _control.Pause();

    /// <summary>Goes on after a pause. Only while paused.</summary>
    /// <returns>The number of the last command.</returns>
    public long Resume() => _control.Resume();

    /// <summary>Fades out and goes back to 0.</summary>
    /// <returns>The command's number.</returns>
    public long Stop() => _control.Stop();

    /// <summary>Goes to a frame: while playing with a cross-fade, else for when playing begins.</summary>
    /// <param name="frame">Of the piece, at the player's rate.</param>
    /// <returns>The command's number.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the piece has no such place.</exception>
    public long Seek(long frame) => _control.Seek(frame);

    /// <summary><see cref="Seek(long)"/> to a time, rounded to the nearest frame.</summary>
    public long Seek(TimeSpan time) => Seek(Format.ToFrames(time));

    /// <summary>Mixes the next block, whatever the tracks do. For one thread. Wait-free, no allocation; real-time-safe.</summary>
    /// <param name="output">Frames × channels, interleaved; written over.</param>
    [RealTime]
    public void Render(Span<float> output)
    {
        if (_control.Command.TryGet(out var command)) _command = command; // else with the next block
        _transport.Render(_command, output, _output.Next(Mixer.FramesRendered, _mixerLatency));
    }

    /// <summary>Tells what became of what was rendered, so that <see cref="PositionFrames"/> is what is heard. For the rendering thread; real-time-safe.</summary>
    /// <param name="latencyFrames">How many rendered frames are still on their way to the ear.</param>
    /// <param name="time">When that was so, in nanoseconds of the player's clock.</param>
    [RealTime]
    public void ReportOutput(long latencyFrames, long time) => _output.Report(Mixer.FramesRendered, latencyFrames, time);

    /// <summary>Reads all tracks as far ahead as there is room. Only without a reader thread, by who renders; waits for the disk.</summary>
    /// <exception cref="InvalidOperationException">The player has a reader thread.</exception>
    public void Prepare()
    {
        if (_thread is not null) throw new InvalidOperationException("This player has a reader thread that reads the tracks; see PlaybackOptions.ReaderThread.");
        while (_reader.Step())
        {
        }
    }

    /// <summary>Ends the reader thread and frees all tracks. Not while anyone renders.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _control.Close();
        _thread?.Dispose();
        _reader.Dispose();
        foreach (var track in _control.Tracks) track.Dispose();
    }

    /// <summary><see cref="Dispose"/> on a thread of the pool: a disk that is being read may take its time.</summary>
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
        throw new AudioException(AudioErrorCode.Unsupported, name, $"it has {format}, the player {Format}", "Resample it, for example with UseResampling");
    }
}
