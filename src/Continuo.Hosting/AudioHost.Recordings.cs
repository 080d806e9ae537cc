using Continuo.Audio;
using Continuo.Hosting.Entries;
using Continuo.Hosting.Watching;
using Continuo.Recording;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Hosting;

public sealed partial class AudioHost
{
    /// <summary>
    /// Starts recording a stream of this host. If called before <see cref="Start"/>, the recording contains the first frame. It ends
    /// with the stream's run, after the number of frames in the options, or by <see cref="FinishRecordingAsync"/>. An ended recording stays
    /// in the snapshot; its name may be used again.
    /// </summary>
    /// <param name="name">Its name in the host.</param>
    /// <param name="stream">The stream's name in the host.</param>
    /// <param name="to">Address of the destination: a file, a pipe, the network.</param>
    /// <param name="options">Length, and how much earlier audio to include; <see langword="null"/>: from now until the run ends.</param>
    /// <exception cref="AudioException">There is no such stream, the name is in use, or the file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The host has been stopped.</exception>
    public Recorder StartRecording(string name, string stream, string to, RecorderOptions? options = null)
    {
        var sink = AudioSystem.Parse(to);
        return StartRecording(name, stream, to,
            source => AudioSystem.CreateSink(sink, new SinkRequest(null, source.Options.Clock)), options);
    }

    /// <summary>Starts recording a stream of this host to a sink of the caller's; otherwise as
    /// <see cref="StartRecording(string, string, string, RecorderOptions?)"/>.</summary>
    /// <param name="name">Its name in the host.</param>
    /// <param name="stream">The stream's name in the host.</param>
    /// <param name="to">What the snapshot shows as the destination.</param>
    /// <param name="createSink">Creates the sink, not yet opened. The recording owns it.</param>
    /// <param name="options">Length, and how much earlier audio to include; <see langword="null"/>: from now until the run ends.</param>
    /// <exception cref="AudioException">There is no such stream, the name is in use, or the sink cannot be opened.</exception>
    /// <exception cref="InvalidOperationException">The host has been stopped.</exception>
    public Recorder StartRecording(string name, string stream, string to, Func<AudioStream, IAudioSink> createSink,
        RecorderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(createSink);
        var source = GetStream(stream);
        lock (_gate)
        {
            ThrowIfStopping();
            if (_recordings.TryGet(name, out var ended) && ended!.Result is not null) Forget(ended);
        }

        var entry = Add(_recordings, name, Create, list: added =>
        {
            Publish(new HostEvent(0, HostEventKind.RecordingStarted, default) { Name = name, Recording = added.ToSnapshot() });
            added.Ended = AwaitEndAsync(added);
        });
        Log(() => HostLog.RecordingStarted(_options.Logger, name, stream, to));
        return entry.Recorder;

        RecordingEntry Create()
        {
            var recorder = Recorder.Start(source, createSink(source), options);
            return new RecordingEntry(name, stream, to, source, recorder, _options.Time.GetUtcNow());
        }
    }

    /// <summary>Returns the recorder of a recording that runs or is still listed.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if there is none.</exception>
    public Recorder GetRecording(string name)
    {
        _life.ThrowIfDisposed();
        lock (_gate) return _recordings.Get(name).Recorder;
    }

    /// <summary>
    /// Records what has been captured until now, ends the recording and finishes its file. If the recording has already ended, returns
    /// its result.
    /// </summary>
    /// <param name="name">Its name in the host.</param>
    /// <param name="cancellation">Interrupts a sink that takes too long. The recording then counts as failed; what was written
    /// before is kept.</param>
    /// <returns>The result. It contains the failure, if there was one; failures are not thrown.</returns>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if there is none.</exception>
    public Task<RecordingResult> FinishRecordingAsync(string name, CancellationToken cancellation = default)
    {
        _life.ThrowIfDisposed();
        RecordingEntry entry;
        lock (_gate) entry = _recordings.Get(name);
        return FinishAsync(entry, cancellation);
    }

    private static async Task<RecordingResult> FinishAsync(RecordingEntry entry, CancellationToken cancellation)
    {
        var result = await entry.Recorder.FinishAsync(cancellation).ConfigureAwait(false);
        await entry.Ended.ConfigureAwait(false);
        return result;
    }

    /// <summary>Starts under the gate, and continues asynchronously.</summary>
    private async Task AwaitEndAsync(RecordingEntry entry)
    {
        await Task.Yield();
        var result = await entry.Recorder.Completion.ConfigureAwait(false);
        RecordingSnapshot snapshot;
        lock (_gate)
        {
            entry.Result = result;
            snapshot = entry.ToSnapshot();
            Publish(new HostEvent(0, result.Failure is null ? HostEventKind.RecordingFinished : HostEventKind.RecordingFailed,
                default)
            { Name = entry.Name, Recording = snapshot });
            foreach (var oldest in _recordings.Entries.Where(r => r.Result is not null).SkipLast(_options.EndedRecordings).ToArray())
            {
                Forget(oldest);
            }
        }

        if (snapshot.Failure is { } failure) Log(() => HostLog.RecordingFailed(_options.Logger, entry.Name, failure));
        else Log(() => HostLog.RecordingFinished(_options.Logger, entry.Name, snapshot.Duration, snapshot.DroppedChunks));
    }

    private void Forget(RecordingEntry ended)
    {
        _recordings.Remove(ended.Name);
        Publish(new HostEvent(0, HostEventKind.RecordingForgotten, default) { Name = ended.Name });
    }
}
