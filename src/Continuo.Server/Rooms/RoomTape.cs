using System.Globalization;
using Continuo.Audio;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Rooms;
using Continuo.Codecs.SoundFiles;
using Continuo.Rooms;
using Continuo.Rooms.Announcing;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Mixing;
using Continuo.Rooms.Recording;
using Continuo.Server.Http;
using Continuo.Server.Logging;
using Continuo.Server.Options;
using Continuo.Server.Recordings;
using Continuo.Streams;

namespace Continuo.Server.Rooms;

/// <summary>
/// What one room records and plays: a recording of everyone, announcements, replays. Opens files: not for the tick. Thread-safe.
/// </summary>
internal sealed class RoomTape : IAsyncDisposable
{
    /// <summary>Id of the listener by which the members of a room see that its last seconds are kept.</summary>
    public const string ReplayId = "replay";

    private const int MaxPlaying = 16;

    private static readonly string[] Generators = ["tone", "sweep", "noise", "silence"];

    private readonly Room _room;
    private readonly ServerOptions _options;
    private readonly AudioSystem _system;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RoomFolder _folder;
    private readonly RoomListener? _past;
    private readonly RoomReplay? _replay;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (AnnouncementStatus Status, Announcement Announcement)> _playing = new(StringComparer.Ordinal);
    private RunningTake? _take;
    private bool _isDisposed;

    public RoomTape(Room room, double replaySeconds, ServerOptions options, AudioSystem system, TimeProvider time, ILogger logger)
    {
        (_room, _options, _system, _time, _logger) = (room, options, system, time, logger);
        _folder = new RoomFolder(options.RecordingsDirectory, room.Name);
        if (replaySeconds == 0) return;
        _past = room.AddListener(new ListenerOptions { MemberId = ReplayId }, new QuietOutput());
        _replay = new RoomReplay(room, _past, TimeSpan.FromSeconds(replaySeconds));
    }

    /// <summary>Whether a recording runs.</summary>
    public bool IsRecording => Volatile.Read(ref _take) is not null;

    /// <summary>The announcements and replays that are heard now.</summary>
    public IReadOnlyList<AnnouncementStatus> Playing
    {
        get
        {
            lock (_lock) return [.. _playing.Values.Select(p => p.Status)];
        }
    }

    /// <summary>All recordings of the room, the oldest first.</summary>
    public IReadOnlyList<RoomRecordingStatus> Recordings()
    {
        var running = Volatile.Read(ref _take) is { } take ? StatusOf(take, RecordingState.Running) : null;
        return [.. _folder.All().Where(r => r.Name != running?.Name), .. running is null ? (RoomRecordingStatus[])[] : [running]];
    }

    /// <exception cref="ProblemException">There is none of that name.</exception>
    public RoomRecordingStatus Recording(string name)
    {
        FileNames.Check("recording", name);
        if (Volatile.Read(ref _take) is { } take && take.Name == name) return StatusOf(take, RecordingState.Running);
        return _folder.Find(name)
            ?? throw new ProblemException(Problems.NotFound($"The room '{_room.Name}' has no recording named '{name}'."));
    }

    /// <summary>Path of a file of a recording, also while it is written.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public string FileOf(string name, string file) => _folder.FileOf(FileNames.Check("recording", name), file);

    /// <summary>Begins a recording.</summary>
    /// <param name="request">What to record.</param>
    /// <param name="isChosen">Whether the name is refused if it is taken; otherwise a number is added.</param>
    /// <exception cref="ProblemException">One runs, the name is taken or not allowed, or the format is unknown.</exception>
    /// <exception cref="AudioException">A file cannot be created.</exception>
    public RoomRecordingStatus StartRecording(StartRoomRecordingRequest request, bool isChosen = true)
    {
        var ending = request.Format switch
        {
            null => SoundFileExtensions.IsAvailable ? "flac" : "wav",
            "flac" or "wav" or "opus" => request.Format,
            _ => throw new ProblemException(Problems.Invalid($"The format '{request.Format}' is unknown.", "Use flac, wav or opus.")),
        };
        lock (_lock)
        {
            RequireOpen();
            if (_take is { } running) throw new ProblemException(Problems.Conflict(
                $"'{running.Name}' is being recorded in '{_room.Name}'.", "Stop it first."));
            var (name, now) = (NewName(request.Name, isChosen && request.Name is not null), _time.GetUtcNow());
            var recording = RoomRecording.Start(_room, new RoomRecordingOptions
            {
                Directory = _folder.PathOf(name),
                Ending = ending,
                RecordsSpeakers = request.Speakers ?? true,
                System = _system,
            });
            Volatile.Write(ref _take, new RunningTake(name, now, recording));
            return StatusOf(_take, RecordingState.Running);
        }
    }

    /// <summary>Ends a recording and completes its files; one that has ended is returned as it is.</summary>
    /// <exception cref="ProblemException">There is none of that name.</exception>
    public async Task<RoomRecordingStatus> StopRecordingAsync(string name)
    {
        FileNames.Check("recording", name);
        if (Volatile.Read(ref _take) is not { } take || take.Name != name) return Recording(name);
        await take.Recording.StopAsync().ConfigureAwait(false);
        lock (_lock)
        {
            if (_take != take) return Recording(name); // by another at the same time
            var status = StatusOf(take, RecordingState.Finished);
            if (status.Failure is not null) status = status with { State = RecordingState.Failed };
            try
            {
                _folder.Write(status);
            }
            catch (AudioException e)
            {
                ServerLog.RoomRecordingNotNoted(_logger, _room.Name, name, e.Happened);
            }

            Volatile.Write(ref _take, null);
            return status;
        }
    }

    /// <summary>Ends a recording if it runs, and deletes its files.</summary>
    /// <exception cref="ProblemException">There is none of that name.</exception>
    public async Task DeleteRecordingAsync(string name)
    {
        await StopRecordingAsync(name).ConfigureAwait(false);
        _folder.Delete(name);
    }

    /// <summary>Plays a file of the announcements directory, or what a generator makes.</summary>
    /// <exception cref="ProblemException">The source is refused, there is no such file, or too much is heard already.</exception>
    /// <exception cref="AudioException">It cannot be opened, or a value is out of range.</exception>
    public AnnouncementStatus Announce(AnnounceRequest request)
    {
        var address = Resolve(request.Source);
        return Play(request.Source, new AnnouncementOptions
        {
            Name = Shortened(request.Name ?? request.Source),
            TalksOver = request.TalksOver ?? false,
            Volume = request.Volume ?? 1,
            Group = request.Group,
        }, options => _room.Announce(address, options, _system));
    }

    /// <summary>Plays what was said lately.</summary>
    /// <exception cref="ProblemException">The room keeps nothing, or nothing is there yet.</exception>
    public AnnouncementStatus PlayReplay(PlayReplayRequest request)
    {
        if (_replay is not { } replay) throw new ProblemException(Problems.Conflict(
            $"The room '{_room.Name}' keeps nothing of the past.", "Open it with replaySeconds."));
        if (request.Seconds is { } seconds && !(seconds > 0 && seconds <= replay.Length.TotalSeconds))
        {
            throw new ProblemException(Problems.Invalid(string.Create(
                CultureInfo.InvariantCulture, $"seconds is outside 0…{replay.Length.TotalSeconds:0.###}, which is what is kept.")));
        }

        var time = request.Seconds is { } asked ? TimeSpan.FromSeconds(asked) : replay.Length;
        var clip = (request.Speaker is { } speaker ? replay.Take(speaker, time) : replay.TakeMix(time))
            ?? throw new ProblemException(Problems.NotFound(request.Speaker is { } id
                ? $"'{id}' has said nothing lately in '{_room.Name}'." : $"Nothing was said in '{_room.Name}' yet."));
        var source = request.Speaker is { } of ? $"replay of {NameOf(of)}" : "replay";
        return Play(source, new AnnouncementOptions { Name = Shortened(source), TalksOver = request.TalksOver ?? true },
            options => _room.Announce(clip, options));
    }

    /// <summary>Ends an announcement or a replay.</summary>
    /// <exception cref="ProblemException">It is not heard.</exception>
    public void Stop(string id)
    {
        lock (_lock)
        {
            if (!_playing.Remove(id, out var running))
            {
                throw new ProblemException(Problems.NotFound($"No announcement '{id}' is heard in '{_room.Name}'.", "It may have ended."));
            }

            running.Announcement.Stop();
        }
    }

    /// <summary>Ends what is heard and completes the recording.</summary>
    public async ValueTask DisposeAsync()
    {
        Announcement[] playing;
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            playing = [.. _playing.Values.Select(p => p.Announcement)];
        }

        foreach (var announcement in playing) await announcement.DisposeAsync().ConfigureAwait(false);
        if (Volatile.Read(ref _take) is { } take) await StopRecordingAsync(take.Name).ConfigureAwait(false);
        _replay?.Dispose();
        _past?.Leave();
    }

    private static string Shortened(string name) => name.Length <= MemberNames.MaxLength ? name : name[..MemberNames.MaxLength];

    /// <summary>The address of what clients may have played. Files are those of one directory, without links out of it.</summary>
    private string Resolve(string? source)
    {
        if (string.IsNullOrEmpty(source)) throw new ProblemException(Problems.Invalid(
            "source is missing.", "Name a file of the announcements directory, or write tone:880?seconds=1."));
        var address = _system.Parse(source);
        if (Generators.Contains(address.Scheme)) return address.Text;
        if (address.Scheme != "file") throw new ProblemException(Problems.Of(StatusCodes.Status403Forbidden, "forbidden",
            $"'{address.Scheme}:' is not announced for clients.",
            $"Use a file of the announcements directory, or {string.Join(", ", Generators.Select(g => g + ":"))}."));
        var file = FileNames.CheckFile(address.Target);
        var path = Path.Combine(Path.GetFullPath(_options.AnnouncementsDirectory ?? _options.RecordingsDirectory), file);
        return new FileInfo(path) is { Exists: true, LinkTarget: null } ? path : throw new ProblemException(Problems.NotFound(
            $"There is no file '{file}' in the announcements directory.",
            _options.AnnouncementsDirectory is null
                ? "POST /api/uploads puts one there." : "The operator of the server puts files there."));
    }

    private AnnouncementStatus Play(string source, AnnouncementOptions options, Func<AnnouncementOptions, Announcement> play)
    {
        lock (_lock)
        {
            RequireOpen();
            if (_playing.Count >= MaxPlaying) throw new ProblemException(Problems.Conflict(
                $"{MaxPlaying} announcements are heard in '{_room.Name}'.", "End one first."));
            var announcement = Open(source, options, play);
            var status = new AnnouncementStatus(announcement.Speaker.MemberId, options.Name, source, options.TalksOver);
            _playing[status.Id] = (status, announcement);
            _ = ForgetAsync(status.Id, announcement);
            return status;
        }
    }

    /// <summary>Opens it; what is refused is said without the server's paths.</summary>
    private static Announcement Open(string source, AnnouncementOptions options, Func<AnnouncementOptions, Announcement> play)
    {
        try
        {
            return play(options);
        }
        catch (AudioException e) when (Path.IsPathRooted(e.Asked))
        {
            throw new ProblemException(Problems.Of(e) with { Detail = $"{source}: {e.Happened}." });
        }
    }

    private async Task ForgetAsync(string id, Announcement announcement)
    {
        await announcement.Completion.ConfigureAwait(false);
        lock (_lock) _playing.Remove(id);
    }

    private string NewName(string? wanted, bool isChosen)
    {
        var name = FileNames.Check("recording", wanted ?? FileNames.Of(_room.Name, _time.GetUtcNow()));
        var free = name;
        for (var number = 2; Path.Exists(_folder.PathOf(free)); number++)
        {
            if (isChosen) throw new ProblemException(Problems.Conflict(
                $"The room '{_room.Name}' has a recording named '{name}'.", "Choose another name, or delete that one."));
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }

        return free;
    }

    private string NameOf(string id) =>
        _room.Speakers.FirstOrDefault(s => s.MemberId == id) is { Name.Length: > 0 } speaker ? speaker.Name : id;

    private void RequireOpen()
    {
        if (_isDisposed) throw new ProblemException(Problems.NotFound($"The room '{_room.Name}' is closed."));
    }

    private RoomRecordingStatus StatusOf(RunningTake take, RecordingState state)
    {
        var rate = _room.Options.Format.SampleRate;
        RoomRecordingFile[] files = [.. take.Recording.Tracks.Select(t => RoomFolder.FileOf(t, rate))];
        return new RoomRecordingStatus(take.Name, _room.Name, state, take.StartedAt, Math.Round(take.Recording.Duration.TotalSeconds, 3),
            files.FirstOrDefault(f => f.Failure is not null) is { } failed ? $"{failed.File}: {failed.Failure}" : null, files);
    }

    private sealed record RunningTake(string Name, DateTimeOffset StartedAt, RoomRecording Recording);
}
