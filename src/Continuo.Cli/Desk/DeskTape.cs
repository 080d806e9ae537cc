using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Reports.Desk;
using Continuo.Rooms.Announcing;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Mixing;
using Continuo.Rooms.Recording;
using Continuo.Streams;

namespace Continuo.Cli.Desk;

/// <summary>What a desk records and plays: recordings of everyone, announcements, replays. Thread-safe.</summary>
internal sealed class DeskTape : IAsyncDisposable
{
    private readonly DeskConfig _config;
    private readonly Room _room;
    private readonly RoomListener _listener;
    private readonly AudioSystem _system;
    private readonly Action<string> _tell;
    private readonly RoomReplay? _replay;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Announcement> _playing = new(StringComparer.Ordinal);
    private RoomRecording? _recording;
    private Task _ending = Task.CompletedTask; // of the last recording

    public DeskTape(DeskConfig config, Room room, RoomListener listener, AudioSystem system, Action<string> tell)
    {
        (_config, _room, _listener, _system, _tell) = (config, room, listener, system, tell);
        if (config.Replay > TimeSpan.Zero) _replay = new RoomReplay(room, listener, config.Replay);
    }

    /// <summary>The recording that runs.</summary>
    public DeskRecording? Recording
    {
        get
        {
            if (Volatile.Read(ref _recording) is not { } recording) return null;
            var tracks = recording.Tracks;
            return new DeskRecording(recording.Directory, Math.Round(recording.Duration.TotalSeconds, 3), tracks.Count,
                tracks.FirstOrDefault(t => t.Failure is not null)?.Failure);
        }
    }

    /// <summary>Names of what is heard.</summary>
    public IReadOnlyList<string> Playing
    {
        get
        {
            lock (_lock) return [.. _playing.Keys];
        }
    }

    /// <summary>Begins a recording, or ends the one that runs.</summary>
    public void ToggleRecording()
    {
        lock (_lock)
        {
            if (Interlocked.Exchange(ref _recording, null) is { } running)
            {
                _ending = EndAsync(running);
                return;
            }

            Try(() => Volatile.Write(ref _recording, RoomRecording.Start(_room, new RoomRecordingOptions
            {
                Directory = NewDirectory(),
                Ending = _config.RecordingFormat,
                Listener = _listener,
                System = _system,
            })));
            if (_recording is { } begun) _tell($"recording to {begun.Directory}");
        }
    }

    /// <summary>Plays an announcement of the configuration, or ends it.</summary>
    /// <param name="number">Its number, from 0.</param>
    public void ToggleAnnouncement(int number)
    {
        if (number >= _config.Announcements.Count) return;
        var (address, options) = _config.Announcements[number];
        Toggle(options.Name, () => _room.Announce(address, options, _system));
    }

    /// <summary>Plays the end of the mix, or of one person, to everyone; ends a replay that is heard.</summary>
    /// <param name="person">The person; <see langword="null"/>: the mix.</param>
    public void ToggleReplay(DeskPerson? person)
    {
        var name = person is null ? "replay" : $"replay of {person.Name}";
        Toggle(name, () =>
        {
            if (_replay is null)
            {
                throw new AudioException(AudioErrorCode.Unsupported, name, "replaySeconds is 0", "Set it in the configuration");
            }

            var clip = person is null ? _replay.TakeMix(_config.Replay) : _replay.Take(person.Id, _config.Replay);
            return clip is null
                ? throw new AudioException(AudioErrorCode.NotFound, name, "there is nothing yet", "Try again after someone has spoken")
                : _room.Announce(clip, new AnnouncementOptions { Name = Shortened(name), TalksOver = true });
        });
    }

    /// <summary>Ends what is heard, and completes the recording.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Volatile.Read(ref _recording) is not null) ToggleRecording();
        Announcement[] playing;
        lock (_lock) playing = [.. _playing.Values];
        foreach (var announcement in playing) await announcement.DisposeAsync().ConfigureAwait(false);
        await _ending.ConfigureAwait(false);
        _replay?.Dispose();
    }

    private static string Shortened(string name) => name.Length <= Rooms.MemberNames.MaxLength ? name : name[..Rooms.MemberNames.MaxLength];

    private void Toggle(string name, Func<Announcement> play)
    {
        lock (_lock)
        {
            if (_playing.Remove(name, out var running))
            {
                running.Stop();
                return;
            }

            Try(() => _ = ForgetAsync(name, _playing[name] = play()));
        }
    }

    private async Task ForgetAsync(string name, Announcement announcement)
    {
        await announcement.Completion.ConfigureAwait(false);
        lock (_lock)
        {
            if (_playing.GetValueOrDefault(name) == announcement) _playing.Remove(name);
        }
    }

    private async Task EndAsync(RoomRecording recording)
    {
        var tracks = await recording.StopAsync().ConfigureAwait(false);
        var problem = tracks.FirstOrDefault(t => t.Failure is not null) is { } failed
            ? $"; {failed.Path} is incomplete: {failed.Failure}"
            : "";
        _tell($"recorded {recording.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s, "
            + $"{Output.Plural.Of(tracks.Count, "file")} in {recording.Directory}{problem}");
    }

    /// <summary>A directory of its own for each recording.</summary>
    private string NewDirectory()
    {
        var stem = Path.Combine(_config.RecordingsDirectory,
            $"{DeskFiles.Slug(_config.Name)}-{DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
        for (var number = 1; ; number++)
        {
            var path = number == 1 ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");
            if (!Path.Exists(path)) return path;
        }
    }

    /// <summary>What fails here is said, and the desk goes on.</summary>
    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (AudioException e)
        {
            _tell(e.Message.TrimEnd('.'));
        }
    }
}
