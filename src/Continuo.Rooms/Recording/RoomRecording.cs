using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Mixing;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Rooms.Recording;

/// <summary>
/// Records a room: its mix, and each speaker alone, in files that begin at the same frame and are equally long. Silence is filled in, also
/// before a speaker joins and after it has left. Thread-safe.
/// </summary>
/// <remarks>
/// <para>Speakers are recorded after <see cref="SpeakerOptions.Processing"/> and before all volumes; while a speaker is muted for everyone
/// its file is silent. Who comes back continues the same file. Announcements are in the mix alone.</para>
/// <para>The tick copies blocks into rings and never waits. A thread of the recording writes the files; a disk that stalls for more than
/// ten seconds costs audio, which is silence then and counted (<see cref="RecordedTrack.LostFrames"/>). The room ticks while it is
/// recorded.</para>
/// </remarks>
public sealed class RoomRecording : IAsyncDisposable, IRoomWatcher
{
    /// <summary>Id of the listener by which the members of a room see that it is recorded.</summary>
    public const string ListenerId = "recording";

    private static readonly TimeSpan RingLength = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WaitTime = TimeSpan.FromMilliseconds(100);

    private readonly Room _room;
    private readonly RoomRecordingOptions _options;
    private readonly AudioSystem _system;
    private readonly TrackNames _names;
    private readonly TrackFeed _mix;
    private readonly RoomListener _listener;
    private readonly Lock _lock = new();
    private readonly Thread _thread;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TrackFeed[] _feeds = []; // of speakers; replaced under the lock
    private TrackFile[] _files = []; // of the recording's thread
    private long _begin = -1; // position of the first frame
    private long _end; // position after the last
    private volatile bool _isEnding;
    private bool _isStopped;

    private RoomRecording(Room room, RoomRecordingOptions options)
    {
        (_room, _options, _system) = (room, options, options.System ?? new AudioSystem());
        _names = new TrackNames(options.Directory, options.Ending);
        _mix = new TrackFeed(new BlockTap(room.Options, RingLength), null);
        var file = Create("mix", "");
        if (file.Track.Failure is { } failure)
        {
            file.Dispose();
            _mix.Dispose();
            throw new AudioException(AudioErrorCode.InputOutput, file.Path, failure.TrimEnd('.'), "Choose another directory or format");
        }

        (_mix.File, _files) = (file, [file]);
        _listener = options.Listener ?? room.AddListener(new ListenerOptions { MemberId = ListenerId }, new NoOutput());
        room.KeepAwake(true);
        if (options.RecordsSpeakers) room.Watch(this);

        // Last: the first block after it is one of a tick in which all speakers are tapped.
        _listener.Taps.Add(_mix.Tap);
        _thread = new Thread(Run) { IsBackground = true, Name = "room recording" };
        _thread.Start();
    }

    /// <summary>Directory of the files.</summary>
    public string Directory => _options.Directory;

    /// <summary>Length so far.</summary>
    public TimeSpan Duration => _room.Options.Format.ToTime(_mix.File!.Frames);

    /// <summary>The files; the first is the mix. A snapshot.</summary>
    public IReadOnlyList<RecordedTrack> Tracks => [.. Volatile.Read(ref _files).Select(f => f.Track)];

    /// <summary>Begins a recording.</summary>
    /// <param name="room">The room.</param>
    /// <param name="options">Where and what.</param>
    /// <exception cref="AudioException">The directory or the first file cannot be created.</exception>
    /// <exception cref="ObjectDisposedException">The room is closed.</exception>
    public static RoomRecording Start(Room room, RoomRecordingOptions options)
    {
        ArgumentNullException.ThrowIfNull(room);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        try
        {
            System.IO.Directory.CreateDirectory(options.Directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AudioException(
                e is UnauthorizedAccessException ? AudioErrorCode.AccessDenied : AudioErrorCode.InputOutput, options.Directory,
                e.Message.TrimEnd('.'), "Choose a directory that can be written", e);
        }

        return new RoomRecording(room, options);
    }

    /// <summary>Ends the recording and completes the files. Idempotent.</summary>
    /// <returns>The files, all of the same length unless one failed.</returns>
    public async Task<IReadOnlyList<RecordedTrack>> StopAsync()
    {
        if (!Interlocked.Exchange(ref _isStopped, true)) await EndAsync().ConfigureAwait(false);
        await _stopped.Task.ConfigureAwait(false);
        return Tracks;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    void IRoomWatcher.Join(RoomSpeaker speaker)
    {
        if (speaker.Options.IsTemporary) return;
        lock (_lock)
        {
            if (_isStopped || _feeds.Length >= _options.MaxSpeakers) return;
            var feed = new TrackFeed(new BlockTap(_room.Options, RingLength), speaker);
            speaker.Lane.Taps.Add(feed.Tap);
            Volatile.Write(ref _feeds, [.. _feeds, feed]);
        }
    }

    private async Task EndAsync()
    {
        // The mix first: it ends the recording, and the speakers have all blocks up to there.
        _listener.Taps.Remove(_mix.Tap);
        _room.Unwatch(this);
        foreach (var feed in Volatile.Read(ref _feeds)) feed.Speaker!.Lane.Taps.Remove(feed.Tap);
        if (_options.Listener is null) _listener.Leave();
        await _room.NextTickAsync().ConfigureAwait(false);
        _room.KeepAwake(false);
        _isEnding = true;
    }

    private TrackFile Create(string name, string memberId)
    {
        var path = _names.PathFor(name);
        var file = new TrackFile(name, memberId, path,
            () => _system.CreateSink(AudioAddress.OfFile(path), new SinkRequest { Clock = _room.Clock }), _room.Options.Format);
        file.Open();
        return file;
    }

    private void Run()
    {
        try
        {
            while (!_isEnding)
            {
                _mix.Wait(WaitTime);
                Write();
            }

            Write();
            foreach (var file in _files) file.PadTo(_end - Math.Max(0, _begin));
            foreach (var file in _files) file.Finish();
        }
        finally
        {
            foreach (var feed in _feeds) feed.Dispose();
            _mix.Dispose();
            foreach (var file in _files) file.Dispose();
            _stopped.TrySetResult();
        }
    }

    /// <summary>Writes what has arrived: first the mix, which says how far everyone is.</summary>
    private void Write()
    {
        while (_mix.TryTake(long.MaxValue, out var position, out var samples, out var lost))
        {
            // The first block may be of a tick in which not everyone was tapped yet.
            if (_begin < 0) _begin = position + samples.Length / _room.Options.Format.Channels;
            else _mix.File!.Write(position - _begin, samples, lost);
            _end = position + samples.Length / _room.Options.Format.Channels;
        }

        if (_begin < 0) return;
        foreach (var feed in Volatile.Read(ref _feeds))
        {
            feed.File ??= FileFor(feed.Speaker!);
            var isGone = feed.Speaker!.Lane.IsGone; // read first: nothing is added after it
            while (feed.TryTake(_end, out var position, out var samples, out var lost))
            {
                if (position >= _begin) feed.File.Write(position - _begin, samples, lost);
            }

            if (isGone && !feed.IsPending) Forget(feed);
        }

        foreach (var file in _files) file.PadTo(_end - _begin);
    }

    /// <summary>The speaker has left, and all its blocks are written. The file stays open.</summary>
    private void Forget(TrackFeed feed)
    {
        lock (_lock) Volatile.Write(ref _feeds, Array.FindAll(_feeds, f => f != feed));
        feed.Dispose();
    }

    /// <summary>The file of a person who has come back, or a new one.</summary>
    private TrackFile FileFor(RoomSpeaker speaker)
    {
        var isSecond = Volatile.Read(ref _feeds).Any(f =>
            f.Speaker != speaker && f.Speaker!.MemberId == speaker.MemberId && f.File is not null && !f.Speaker.Lane.IsGone);
        if (!isSecond && Array.Find(_files, f => f.MemberId == speaker.MemberId) is { } known) return known;
        var file = Create(speaker.Name.Length > 0 ? speaker.Name : speaker.MemberId, speaker.MemberId);
        Volatile.Write(ref _files, [.. _files, file]);
        return file;
    }

    private sealed class NoOutput : IListenerOutput
    {
        [RealTime]
        public void Deliver(in RoomBlock block)
        {
        }
    }
}
