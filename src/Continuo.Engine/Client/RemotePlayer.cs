using Continuo.Audio;
using Continuo.Engine.Protocol;
using Continuo.Engine.Reports;
using Continuo.Mixing;
using Continuo.Playing;

namespace Continuo.Engine.Client;

/// <summary>
/// A <see cref="Player"/> in an engine's process: the engine reads the files and plays them, whatever the application is doing.
/// <code>
/// using var engine = await AudioEngine.ConnectAsync();
/// using var player = engine.OpenPlayer("songs");
/// player.Add("/music/drums.flac");
/// player.Add("/music/voice.wav", new TrackSettings { GainDb = -3 });
/// player.Play();
/// </code>
/// </summary>
/// <remarks>
/// Thread-safe; every call waits for the engine's answer. Its tracks are named by numbers. It ends with the client that has opened it,
/// unless it
/// is detached.
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

    /// <summary>The number of the engine's input.</summary>
    public int Id { get; }

    /// <summary>What the engine plays: frames are counted at its rate.</summary>
    public AudioFormat Format => _client.Format;

    /// <summary>What is played over and over; <see langword="null"/> for none.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if it is too short or begins before 0; others as
    /// every call.</exception>
    public LoopRegion? Loop
    {
        get => Report().Loop;
        set => Send(value is null ? TransportAction.EndLoop : TransportAction.Loop, value.GetValueOrDefault().Start, value.GetValueOrDefault().End);
    }

    /// <summary>Has the engine open a file or generator and add it as a track. A relative path is this process's.</summary>
    /// <returns>The track's number.</returns>
    /// <exception cref="AudioException">It cannot be opened, a setting is out of range, or player or engine have ended.</exception>
    public int Add(string address, TrackSettings? settings = null)
    {
        var whole = RequestText.Whole(address);
        lock (_client.Gate)
        {
            var writer = new MessageWriter(_client.Outgoing);
            writer.Int32(Id);
            PlayerMessages.Write(ref writer, settings ?? TrackSettings.Default);
            writer.Text(whole);
            return _client.NumberIn(_client.Ask(MessageType.AddTrack, writer.Length));
        }
    }

    /// <summary>Fades a track out and takes it out.</summary>
    /// <exception cref="AudioException">There is no such track, or player or engine have ended.</exception>
    public void Remove(int track)
    {
        lock (_client.Gate) _client.Ask(MessageType.RemoveTrack, Name(track));
    }

    /// <summary>Sets gain, pan, mute and solo of a track.</summary>
    /// <exception cref="AudioException">A value is out of range, there is no such track, or player or engine have ended.</exception>
    public void Set(int track, TrackSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        lock (_client.Gate)
        {
            var writer = new MessageWriter(_client.Outgoing);
            writer.Int32(Id);
            writer.Int32(track);
            PlayerMessages.Write(ref writer, settings);
            _client.Ask(MessageType.SetTrack, writer.Length);
        }
    }

    /// <summary>As <see cref="Player.Play"/>.</summary>
    /// <returns>The command's number, as of all commands to the transport: it is heard when <see cref="PlayerReport.Applied"/> has
    /// reached it.</returns>
    /// <exception cref="AudioException">Player or engine have ended.</exception>
    public long Play() => Send(TransportAction.Play);

    /// <summary>As <see cref="Player.PlayFrom"/>.</summary>
    /// <exception cref="AudioException">The piece has no such place, or player or engine have ended.</exception>
    public long PlayFrom(long frame) => Send(TransportAction.PlayFrom, frame);

    /// <summary>As <see cref="Player.Pause"/>.</summary>
    /// <exception cref="AudioException">Player or engine have ended.</exception>
    public long Pause() => Send(TransportAction.Pause);

    /// <summary>As <see cref="Player.Resume"/>.</summary>
    /// <exception cref="AudioException">Player or engine have ended.</exception>
    public long Resume() => Send(TransportAction.Resume);

    /// <summary>As <see cref="Player.Stop"/>.</summary>
    /// <exception cref="AudioException">Player or engine have ended.</exception>
    public long Stop() => Send(TransportAction.Stop);

    /// <summary>As <see cref="Player.Seek(long)"/>.</summary>
    /// <exception cref="AudioException">The piece has no such place, or player or engine have ended.</exception>
    public long Seek(long frame) => Send(TransportAction.Seek, frame);

    /// <summary><see cref="Seek(long)"/> to a time, rounded to the nearest frame.</summary>
    /// <exception cref="AudioException">The piece has no such place, or player or engine have ended.</exception>
    public long Seek(TimeSpan time) => Seek(Format.ToFrames(time));

    /// <summary>Asks how it is doing.</summary>
    /// <exception cref="AudioException">Player or engine have ended.</exception>
    public PlayerReport Report()
    {
        lock (_client.Gate)
        {
            return PlayerMessages.TryRead(_client.Ask(MessageType.PlayerReport, Name()), out var report) ? report : throw _client.ProtocolError();
        }
    }

    /// <summary>Asks how its tracks are doing, in the order in which they were added.</summary>
    /// <param name="reports">Where to; tracks for which there is no room are left out.</param>
    /// <returns>Number of there are.</returns>
    /// <exception cref="AudioException">Player or engine have ended.</exception>
    public int ReportTracks(Span<TrackReport> reports)
    {
        var (filled, last) = (0, 0);
        while (filled < reports.Length)
        {
            lock (_client.Gate)
            {
                var reader = new MessageReader(_client.Ask(MessageType.TrackReports, Name(last)));
                var count = reader.Int32();
                if (count <= 0) break;
                for (var i = 0; i < count; i++)
                {
                    var report = PlayerMessages.ReadTrack(ref reader);
                    if (filled < reports.Length) reports[filled++] = report;
                    last = report.Track;
                }

                if (!reader.IsWhole) throw _client.ProtocolError();
            }
        }

        return filled;
    }

    /// <summary>Asks for a track's name, where its audio comes from, and what broke it off.</summary>
    /// <exception cref="AudioException">There is no such track, or player or engine have ended.</exception>
    public TrackText Describe(int track)
    {
        lock (_client.Gate)
        {
            var answer = _client.Ask(MessageType.TrackText, Name(track));
            var reader = new MessageReader(answer);
            var (name, description, hasFailed) = (reader.Text(), reader.Text(), reader.Flag());
            if (!hasFailed) return reader.IsWhole ? new TrackText(name, description, null) : throw _client.ProtocolError();
            return new TrackText(name, description, EngineErrors.Read(reader.Rest));
        }
    }

    /// <summary>
    /// Lets it go: it plays on to its end when the client goes, however that goes, and anyone may come back to it with
    /// <see cref="EngineClient.FindPlayer"/>.
    /// </summary>
    /// <exception cref="AudioException">Player or engine have ended.</exception>
    public void Detach()
    {
        lock (_client.Gate)
        {
            _client.Ask(MessageType.Detach, Name());
            _isLeft = true;
        }
    }

    /// <summary>Fades it out and ends it, detached or not.</summary>
    public void Close()
    {
        _isLeft = true;
        _client.Close(Id);
    }

    /// <summary>Ends it, unless it is detached.</summary>
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
            var reader = new MessageReader(_client.Ask(MessageType.Transport, writer.Length));
            var number = reader.Int64();
            return reader.IsWhole ? number : throw _client.ProtocolError();
        }
    }

    /// <summary>Writes the player's number, and a track's. Under the client's lock.</summary>
    private int Name(int? track = null)
    {
        var writer = new MessageWriter(_client.Outgoing);
        writer.Int32(Id);
        if (track is { } number) writer.Int32(number);
        return writer.Length;
    }
}
