using Continuo.Audio;
using Continuo.Engine.Protocol;
using Continuo.Engine.Statistics;
using Continuo.Mixing;
using Continuo.Playing;

namespace Continuo.Engine.Client;

/// <summary>
/// A <see cref="Player"/> in an engine process. The engine reads and plays the files independently of the application.
/// <code>
/// using var engine = await AudioEngine.ConnectAsync();
/// using var player = engine.OpenPlayer("songs");
/// player.Add("/music/drums.flac");
/// player.Add("/music/voice.wav", new TrackSettings { GainDb = -3 });
/// player.Play();
/// </code>
/// </summary>
/// <remarks>
/// Thread-safe; every call waits for the engine's reply. Tracks are identified by numbers. The player ends with the client that opened
/// it, unless it is detached.
/// </remarks>
public sealed class RemotePlayer : IDisposable
{
    private readonly EngineClient _client;
    private bool _isLeft;

    internal RemotePlayer(EngineClient client, int id, bool isDetached)
    {
        _client = client;
        Id = id;
        _isLeft = isDetached;
    }

    /// <summary>Number of the engine's input.</summary>
    public int Id { get; }

    /// <summary>Format of the engine's output. Frames are counted at its rate.</summary>
    public AudioFormat Format => _client.Format;

    /// <summary>The loop region; <see langword="null"/> for none.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the region is too short or starts before 0; other
    /// errors as for every call.</exception>
    public LoopRegion? Loop
    {
        get => GetStatistics().Loop;
        set =>
            Send(value is null ? TransportAction.EndLoop : TransportAction.Loop, value.GetValueOrDefault().Start,
                value.GetValueOrDefault().End);
    }

    /// <summary>Makes the engine open a file or generator and add it as a track. A relative path is resolved by this process.</summary>
    /// <returns>The track's number.</returns>
    /// <exception cref="AudioException">The address cannot be opened, a setting is out of range, or the player or engine has
    /// ended.</exception>
    public int Add(string address, TrackSettings? settings = null)
    {
        var whole = RequestText.MakeAbsolute(address);
        lock (_client.Gate)
        {
            var writer = new MessageWriter(_client.Outgoing);
            writer.Int32(Id);
            PlayerMessages.Write(ref writer, settings ?? TrackSettings.Default);
            writer.Text(whole);
            return _client.NumberIn(_client.Ask(EngineMessageType.AddTrack, writer.Length));
        }
    }

    /// <summary>Fades a track out and removes it.</summary>
    /// <exception cref="AudioException">The track does not exist, or the player or engine has ended.</exception>
    public void Remove(int track)
    {
        lock (_client.Gate) _client.Ask(EngineMessageType.RemoveTrack, Name(track));
    }

    /// <summary>Sets gain, pan, mute and solo of a track.</summary>
    /// <exception cref="AudioException">A value is out of range, the track does not exist, or the player or engine has ended.</exception>
    public void Set(int track, TrackSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        lock (_client.Gate)
        {
            var writer = new MessageWriter(_client.Outgoing);
            writer.Int32(Id);
            writer.Int32(track);
            PlayerMessages.Write(ref writer, settings);
            _client.Ask(EngineMessageType.SetTrack, writer.Length);
        }
    }

    /// <summary>Starts playing; see <see cref="Player.Play"/>.</summary>
    /// <returns>
    /// The command's number, as for all transport commands. The command has taken effect when <see cref="EnginePlayerStatistics.Applied"/>
    /// has reached it.
    /// </returns>
    /// <exception cref="AudioException">The player or engine has ended.</exception>
    public long Play() => Send(TransportAction.Play);

    /// <summary>Starts playing at a frame; see <see cref="Player.PlayFrom"/>.</summary>
    /// <exception cref="AudioException">The position is out of range, or the player or engine has ended.</exception>
    public long PlayFrom(long frame) => Send(TransportAction.PlayFrom, frame);

    /// <summary>Pauses; see <see cref="Player.Pause"/>.</summary>
    /// <exception cref="AudioException">The player or engine has ended.</exception>
    public long Pause() => Send(TransportAction.Pause);

    /// <summary>Resumes; see <see cref="Player.Resume"/>.</summary>
    /// <exception cref="AudioException">The player or engine has ended.</exception>
    public long Resume() => Send(TransportAction.Resume);

    /// <summary>Stops; see <see cref="Player.Stop"/>.</summary>
    /// <exception cref="AudioException">The player or engine has ended.</exception>
    public long Stop() => Send(TransportAction.Stop);

    /// <summary>Moves to a frame; see <see cref="Player.Seek(long)"/>.</summary>
    /// <exception cref="AudioException">The position is out of range, or the player or engine has ended.</exception>
    public long Seek(long frame) => Send(TransportAction.Seek, frame);

    /// <summary>Seeks to a time, rounded to the nearest frame; see <see cref="Seek(long)"/>.</summary>
    /// <exception cref="AudioException">The position is out of range, or the player or engine has ended.</exception>
    public long Seek(TimeSpan time) => Seek(Format.ToFrames(time));

    /// <summary>Returns state and statistics of the player.</summary>
    /// <exception cref="AudioException">The player or engine has ended.</exception>
    public EnginePlayerStatistics GetStatistics()
    {
        lock (_client.Gate)
        {
            return PlayerMessages.TryRead(_client.Ask(EngineMessageType.PlayerStatistics, Name()), out var statistics)
                ? statistics
                : throw _client.ProtocolError();
        }
    }

    /// <summary>Returns the statistics of all tracks, in the order in which they were added.</summary>
    /// <param name="statistics">Receives the statistics. Tracks that do not fit are omitted.</param>
    /// <returns>Number of entries written.</returns>
    /// <exception cref="AudioException">The player or engine has ended.</exception>
    public int GetTrackStatistics(Span<EngineTrackStatistics> statistics)
    {
        var (filled, last) = (0, 0);
        while (filled < statistics.Length)
        {
            lock (_client.Gate)
            {
                var reader = new MessageReader(_client.Ask(EngineMessageType.TrackStatistics, Name(last)));
                var count = reader.Int32();
                if (count <= 0) break;
                for (var i = 0; i < count; i++)
                {
                    var track = PlayerMessages.ReadTrack(ref reader);
                    if (filled < statistics.Length) statistics[filled++] = track;
                    last = track.Track;
                }

                if (!reader.IsValid) throw _client.ProtocolError();
            }
        }

        return filled;
    }

    /// <summary>Returns a track's name, description and failure.</summary>
    /// <exception cref="AudioException">The track does not exist, or the player or engine has ended.</exception>
    internal TrackText Describe(int track)
    {
        lock (_client.Gate)
        {
            var answer = _client.Ask(EngineMessageType.TrackText, Name(track));
            var reader = new MessageReader(answer);
            var (name, description, hasFailed) = (reader.Text(), reader.Text(), reader.Flag());
            if (!hasFailed) return reader.IsValid ? new TrackText(name, description, null) : throw _client.ProtocolError();
            return new TrackText(name, description, EngineErrors.Read(reader.Rest));
        }
    }

    /// <summary>
    /// Detaches the player: it plays to its end after the client has disconnected or crashed. Any client can access it with
    /// <see cref="EngineClient.FindPlayer"/>.
    /// </summary>
    /// <exception cref="AudioException">The player or engine has ended.</exception>
    public void Detach()
    {
        lock (_client.Gate)
        {
            _client.Ask(EngineMessageType.Detach, Name());
            _isLeft = true;
        }
    }

    /// <summary>Fades the player out and closes it, detached or not.</summary>
    public void Close()
    {
        _isLeft = true;
        _client.Close(Id);
    }

    /// <summary>Closes the player unless it is detached.</summary>
    public void Dispose()
    {
        if (!_isLeft) Close();
    }

    private long Send(TransportAction action, long first = 0, long second = 0)
    {
        lock (_client.Gate)
        {
            var writer = new MessageWriter(_client.Outgoing);
            writer.Int32(Id);
            writer.Byte((byte)action);
            writer.Int64(first);
            writer.Int64(second);
            var reader = new MessageReader(_client.Ask(EngineMessageType.Transport, writer.Length));
            var number = reader.Int64();
            return reader.IsValid ? number : throw _client.ProtocolError();
        }
    }

    /// <summary>Writes the numbers of the player and of a track. Call under the client's lock.</summary>
    private int Name(int? track = null)
    {
        var writer = new MessageWriter(_client.Outgoing);
        writer.Int32(Id);
        if (track is { } number) writer.Int32(number);
        return writer.Length;
    }
}
