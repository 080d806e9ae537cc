using System.Collections.Concurrent;
using System.Globalization;
using Continuo.Audio;
using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Requests;
using Continuo.Codecs.SoundFiles;
using Continuo.Diagnostics;
using Continuo.Hosting;
using Continuo.Recording;
using Continuo.Server.Http;
using Continuo.Server.Options;
using Continuo.Sinks;

namespace Continuo.Server.Recordings;

/// <summary>
/// The recordings and other sound files of the recordings directory: starts, finishes, lists and deletes them, and saves the past of
/// streams. A process that is killed loses at most the last second of a recording: what it has left is taken over at the next start.
/// Thread-safe.
/// </summary>
internal sealed partial class RecordingLibrary : IDisposable
{
    private readonly RecordingFolder _folder;
    private readonly AudioHost _host;
    private readonly ReplayBuffers _replays;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly UserCode _userCode;
    private readonly ConcurrentDictionary<string, RecordingRun> _runs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RecordingDocument> _documents = new(StringComparer.Ordinal); // by file name
    private readonly HashSet<string> _names = new(StringComparer.Ordinal); // reserved while something is being created; its own lock

    public RecordingLibrary(
        ServerOptions options, AudioHost host, ReplayBuffers replays, TimeProvider time, ILogger<RecordingLibrary> logger)
    {
        _folder = new RecordingFolder(options.RecordingsDirectory);
        (_host, _replays, _time, _logger) = (host, replays, time, logger);
        _userCode = new UserCode("the recordings", logger);
        try
        {
            _folder.PutAside();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogLost(_logger, _folder.Directory, e.Message);
        }
    }

    /// <summary>Raised after a change, on the thread that made it, without a lock held.</summary>
    public event EventHandler<RecordingChange>? Changed;

    /// <summary>The directory.</summary>
    public RecordingFolder Folder => _folder;

    /// <summary>Recordings that run, and all complete files, by time of their start.</summary>
    public IReadOnlyList<RecordingStatus> All()
    {
        var running = _runs.Values.Select(r => r.ToStatus()).ToArray();
        var complete = _folder.Files().Where(f => !running.Any(r => r.File == f.Name)).Select(f => DocumentOf(f).ToStatus(f.Name));
        return [.. complete.Concat(running).OrderBy(r => r.StartedAt)];
    }

    /// <summary>Recordings that run.</summary>
    public IReadOnlyList<RecordingStatus> Running() => [.. _runs.Values.Select(r => r.ToStatus())];

    /// <summary>Whether there is a recording or a sound file of that name.</summary>
    public bool Has(string name) => _runs.ContainsKey(name) || _folder.Find(name) is not null;

    /// <exception cref="ProblemException">There is none of that name.</exception>
    public RecordingStatus Get(string name)
    {
        if (_runs.TryGetValue(name, out var run)) return run.ToStatus();
        var file = FileOf(name);
        return DocumentOf(file).ToStatus(file.Name);
    }

    /// <summary>The recordings of a stream that run, for another server to go on with.</summary>
    public IReadOnlyList<RecordingJob> JobsOf(string stream) =>
        [.. _runs.Values.Where(r => r.Stream == stream).OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => r.Job)];

    /// <summary>Starts recording a stream.</summary>
    /// <param name="request">What to record.</param>
    /// <param name="isChosen">Whether the name is refused if it is taken; otherwise a number is added.</param>
    /// <exception cref="ProblemException">The name is not allowed or taken, or a value is out of range.</exception>
    /// <exception cref="AudioException">There is no such stream, or the file cannot be written.</exception>
    public RecordingStatus Start(StartRecordingRequest request, bool isChosen = true)
    {
        if (string.IsNullOrEmpty(request.Stream))
        {
            throw new ProblemException(Problems.Invalid("stream is missing.", "Name the stream to record."));
        }

        var stream = _host.GetStream(request.Stream);
        if (request.DurationSeconds is { } seconds && seconds is not (>= 0.001 and <= 7 * 86_400))
        {
            throw new ProblemException(
                Problems.Invalid("durationSeconds is outside 0.001…604800.", "Leave it out to record until it is stopped."));
        }

        using var reserved = Reserve(
            request.Name ?? FileNames.Of(request.Stream, _time.GetUtcNow()), request.Format, isChosen && request.Name is not null);
        var sink = new SummarySink(
            _host.AudioSystem.CreateSink(AudioAddress.OfFile(reserved.Path), new SinkRequest(null, stream.Options.Clock)));
        var frames = request.DurationSeconds is { } duration ? stream.Format.ToFrames(TimeSpan.FromSeconds(duration)) : (long?)null;
        var recorder = _host.StartRecording(
            reserved.Name, request.Stream, reserved.File, _ => sink, new RecorderOptions { Name = reserved.Name, Frames = frames });
        var run = new RecordingRun(reserved.Name, reserved.File, reserved.Path, request, stream.Format, sink, recorder, _time.GetUtcNow());
        var announced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        run.Ended = FinishAsync(run, announced.Task); // before anyone can find the run and wait for its end
        _runs[run.Name] = run;
        var status = run.ToStatus();
        _userCode.Raise(Changed, this, new RecordingChange(ChangeAction.Added, run.Name, status));
        announced.SetResult();
        return status;
    }

    /// <summary>Records what has been captured until now and finishes the file. Returns its result if it has already ended.</summary>
    /// <exception cref="ProblemException">There is none of that name.</exception>
    public async Task<RecordingStatus> StopAsync(string name, CancellationToken cancellation)
    {
        if (_runs.TryGetValue(name, out var run))
        {
            await run.Recorder.FinishAsync(cancellation).ConfigureAwait(false);
            await run.Ended.ConfigureAwait(false);
        }

        return Get(name);
    }

    /// <summary>Waits until the files of a stream that was removed are in their places.</summary>
    public Task WhenEndedAsync(string stream) => Task.WhenAll(_runs.Values.Where(r => r.Stream == stream).Select(r => r.Ended));

    /// <summary>Waits until the files of all recordings that have ended are in their places.</summary>
    public Task WhenSettled() => Task.WhenAll(_runs.Values.Select(r => r.Ended));

    /// <summary>Stops a recording if it runs, and deletes its file.</summary>
    /// <exception cref="ProblemException">There is none of that name.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellation)
    {
        if (_runs.ContainsKey(name)) await StopAsync(name, cancellation).ConfigureAwait(false);
        var file = FileOf(name);
        _folder.Delete(file);
        _documents.TryRemove(file.Name, out _);
        LogDeleted(_logger, file.Name);
        _userCode.Raise(Changed, this, new RecordingChange(ChangeAction.Removed, name, null));
    }

    /// <summary>Saves the last seconds of a stream as a recording. Blocks while it writes.</summary>
    /// <exception cref="ProblemException">The name is not allowed or taken, or the stream keeps nothing.</exception>
    /// <exception cref="AudioException">There is no such stream, the time is out of range, or the file cannot be written.</exception>
    public RecordingStatus SaveReplay(string stream, SaveReplayRequest request)
    {
        var source = _host.GetStream(stream);
        var buffer = _replays.Find(stream)
            ?? throw new ProblemException(
                Problems.Conflict($"The stream '{stream}' keeps nothing of the past.", "Open it with replaySeconds."));
        if (!(request.Seconds > 0 && request.Seconds <= buffer.Length.TotalSeconds))
        {
            throw new ProblemException(Problems.Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"seconds is outside 0…{buffer.Length.TotalSeconds:0.###}, which is what is kept of '{stream}'.")));
        }

        using var reserved = Reserve(
            request.Name ?? FileNames.Of(stream, _time.GetUtcNow()), request.Format, isChosen: request.Name is not null);
        using var sink = new SummarySink(
            _host.AudioSystem.CreateSink(AudioAddress.OfFile(reserved.Path), new SinkRequest(null, source.Options.Clock)));
        try
        {
            if (buffer.Save(TimeSpan.FromSeconds(request.Seconds), sink) == 0)
            {
                throw new ProblemException(
                    Problems.Conflict($"The stream '{stream}' has captured nothing yet.", "Try again when it flows."));
            }
        }
        catch
        {
            _folder.Discard(reserved.File);
            throw;
        }

        var document = new RecordingDocument
        {
            Stream = stream,
            State = RecordingState.Finished,
            StartedAt = _time.GetUtcNow() - sink.Summary!.Duration,
        };
        return Complete(reserved.File, RecordingScan.With(document, sink.Summary, source.Format), isNew: true);
    }

    /// <summary>Takes a complete file that lies in the place of unfinished ones, such as an upload.</summary>
    public RecordingStatus Add(string file, RecordingDocument document) => Complete(file, document, isNew: true);

    /// <summary>Points of the waveform of a recording, also while it runs.</summary>
    /// <exception cref="ProblemException">There is none of that name.</exception>
    public Waveform WaveformOf(string name, int points)
    {
        if (_runs.TryGetValue(name, out var run) && run.Summary is { } summary)
        {
            return summary.Overview.ToWaveform(points, summary.Duration);
        }

        return WaveformOf(FileOf(name), points);
    }

    /// <summary>Points of the waveform of a complete file.</summary>
    public Waveform WaveformOf(FileInfo file, int points)
    {
        var document = DocumentOf(file);
        return WaveformOverview.FromBytes(document.Overview).ToWaveform(points, TimeSpan.FromSeconds(document.DurationSeconds));
    }

    /// <summary>Path of the file of a recording, and its name; of one that runs, as far as it is written.</summary>
    /// <exception cref="ProblemException">There is none of that name.</exception>
    public (string Path, string File) Locate(string name) =>
        _runs.TryGetValue(name, out var run) ? (run.Path, run.File)
        : FileOf(name) is var file ? (file.FullName, file.Name)
        : default;

    /// <summary>Takes over what a process that was killed has left. Reads and may write whole files.</summary>
    public void Recover()
    {
        foreach (var left in _folder.LeftFiles())
        {
            try
            {
                Recover(left);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or AudioException)
            {
                LogLost(_logger, left.Name, e.Message);
            }
        }
    }

    /// <summary>Reserves a name with a file name and a path to write to, until it is disposed.</summary>
    /// <exception cref="ProblemException">The name is not allowed or taken, or the format is unknown.</exception>
    public ReservedName Reserve(string name, string? format, bool isChosen)
    {
        var wanted = FileNames.Check("recording", name);
        var ending = format switch
        {
            null => SoundFileExtensions.IsAvailable ? "flac" : "wav",
            "flac" or "wav" or "opus" => format,
            _ => throw new ProblemException(Problems.Invalid($"The format '{format}' is unknown.", "Use flac, wav or opus.")),
        };
        return ReserveFile(wanted, $".{ending}", isChosen);
    }

    /// <summary>Reserves the name of a file of any kind.</summary>
    /// <exception cref="ProblemException">The name is taken.</exception>
    public ReservedName ReserveFile(string name, string extension, bool isChosen)
    {
        lock (_names)
        {
            var free = name;
            for (var number = 2; IsTaken(free); number++)
            {
                if (isChosen)
                {
                    throw new ProblemException(
                        Problems.Conflict($"There is a recording named '{name}' already.", "Choose another name, or delete that one."));
                }

                free = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
            }

            var reserved = new ReservedName(free, free + extension, _folder.BeginFile(free + extension), Free);
            _names.Add(free);
            return reserved;
        }
    }

    private bool IsTaken(string name) => _names.Contains(name) || _runs.ContainsKey(name) || _folder.Find(name) is not null;

    private void Free(string name)
    {
        lock (_names) _names.Remove(name);
    }

    private FileInfo FileOf(string name) =>
        _folder.Find(name) ?? throw new ProblemException(Problems.NotFound($"There is no recording named '{name}'."));

    private RecordingDocument DocumentOf(FileInfo file)
    {
        if (_documents.TryGetValue(file.Name, out var known) && known.Describes(file)) return known;
        return _documents[file.Name] = _folder.Read(file) ?? _folder.Write(file, RecordingScan.Read(file));
    }

    private async Task FinishAsync(RecordingRun run, Task announced)
    {
        await announced.ConfigureAwait(false); // its beginning is published before its end
        var result = await run.Recorder.Completion.ConfigureAwait(false);
        try
        {
            var failure = result.Failure?.Message;
            if (File.Exists(run.Path))
            {
                var state = failure is null ? RecordingState.Finished : RecordingState.Failed;
                Complete(run.File, run.ToDocument(state, failure), isNew: false, run.Name);
            }
            else
            {
                Remove(run);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogLost(_logger, run.File, e.Message);
            Remove(run);
        }
    }

    private void Remove(RecordingRun run)
    {
        _runs.TryRemove(run.Name, out _);
        // It ended before its first frame: there is no file.
        _userCode.Raise(Changed, this, new RecordingChange(ChangeAction.Removed, run.Name, null));
    }

    private RecordingStatus Complete(string file, RecordingDocument document, bool isNew, string? run = null)
    {
        // Before anyone sees the file, and finds out by itself what it is.
        document = _documents[file] = _folder.Write(_folder.UnfinishedFile(file), document);
        var complete = _folder.Complete(file);
        if (run is not null) _runs.TryRemove(run, out _);
        var status = document.ToStatus(complete.Name);
        _userCode.Raise(Changed, this, new RecordingChange(isNew ? ChangeAction.Added : ChangeAction.Changed, status.Name, status));
        return status;
    }

    private void Recover(FileInfo left)
    {
        var document = FileNames.IsSoundFile(left.Name) ? RecordingScan.Repair(left, _host.AudioSystem) : null;
        if (document is null)
        {
            left.Delete();
            LogNothingKept(_logger, left.Name);
            return;
        }

        var kept = string.Create(
            CultureInfo.InvariantCulture, $"The server ended while this was recorded; {document.DurationSeconds:0.###} s are kept.");
        using var reserved = ReserveFile(Path.GetFileNameWithoutExtension(left.Name), Path.GetExtension(left.Name), isChosen: false);
        left.MoveTo(reserved.Path);
        Complete(reserved.File, document with { Failure = kept }, isNew: true);
        LogKept(_logger, reserved.File, document.DurationSeconds);
    }

    public void Dispose() => _folder.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} was being written when the server ended; {Seconds:0.###} s of it are kept")]
    private static partial void LogKept(ILogger logger, string file, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} was being written when the server ended; nothing of it could be kept")]
    private static partial void LogNothingKept(ILogger logger, string file);

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} could not be put in its place: {Reason}")]
    private static partial void LogLost(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{File} deleted")]
    private static partial void LogDeleted(ILogger logger, string file);
}
