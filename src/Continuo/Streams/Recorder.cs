using Continuo.Audio;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Streams;

/// <summary>
/// Writes a stream to a sink on a thread of its own. Gaps become silence, so that the recording lasts as long as reality did;
/// an <see cref="IChunkSink"/> is told of them instead. For files, pipes and the network: what plays by a clock of its own is fed by a <c>LivePlayback</c>. Thread-safe.
/// </summary>
public sealed class Recorder : IDisposable
{
    private const int SilenceFrames = 4800;

    private readonly AudioStream _stream;
    private readonly IAudioSink _sink;
    private readonly long _limit;
    private readonly float[] _silence;
    private readonly int _channels;
    private readonly Subscription _subscription;
    private readonly TaskCompletionSource<RecordingResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _frames;
    private long _chunks;
    private long _gaps;
    private long _gapFrames;
    private AudioException? _failure;
    private bool _heard;
    private volatile bool _done;
    private volatile bool _abandoned;

    private Recorder(AudioStream stream, IAudioSink sink, RecorderOptions options)
    {
        _stream = stream;
        _sink = sink;
        _limit = options.Frames ?? long.MaxValue;
        _channels = stream.Format.Channels;
        _silence = new float[SilenceFrames * _channels];
        _sink.Open(stream.Format);
        _subscription = stream.Subscribe(Write, options.ToSubscription());
        _ = CompleteAsync();
    }

    /// <summary>Frames written so far, silence for gaps included.</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>The books and latencies of the recorder's reader.</summary>
    public Subscription Subscription => _subscription;

    /// <summary>Completed, never faulted, when the recording has ended and the sink has been finished.</summary>
    public Task<RecordingResult> Completion => _completion.Task;

    /// <summary>Opens the sink and records from now on. To record from a stream's first frame, call it before <see cref="AudioStream.Start"/>.</summary>
    /// <exception cref="AudioException">The sink cannot be opened; <see cref="AudioErrorCode.Unsupported"/> if it has a clock of its own, and the source is not a pipe.</exception>
    public static Recorder Start(AudioStream stream, IAudioSink sink, RecorderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(sink);
        if (sink is ITimedSink && stream.Run.Source.Pace != SourcePace.Peer) throw new AudioException(AudioErrorCode.Unsupported, sink.Description, "it plays by a clock of its own, so that a recording to it would stay behind for ever once it had stalled", "Use LivePlayback.Start, which holds the delay");
        return new Recorder(stream, sink, options ?? new RecorderOptions());
    }

    /// <summary>Records what has been captured until now and ends.</summary>
    public Task<RecordingResult> FinishAsync()
    {
        _subscription.Finish();
        return Completion;
    }

    /// <summary>Ends at once; what has been written is finished, and if that is nothing, nothing is left behind.</summary>
    public void Dispose()
    {
        _abandoned = true;
        _subscription.Dispose();
        Completion.Wait(AudioStream.StopBudget);
    }

    private void Write(in AudioChunk chunk)
    {
        if (_done) return;
        try
        {
            _chunks++;
            if (!chunk.Gap.IsEmpty) _gaps++;
            _heard |= chunk.Frames > 0 && (chunk.Header.Flags & ChunkFlags.Silent) == 0;
            if (_sink is IChunkSink sink)
            {
                WriteChunk(sink, chunk);
            }
            else
            {
                if (!chunk.Gap.IsEmpty) _gapFrames += WriteSilence(chunk.Gap.Frames);
                WriteFrames(chunk.Samples);
            }
        }
        catch (AudioException e)
        {
            _failure = e;
            _done = true;
        }

        if (_done) _subscription.Finish();
    }

    private void WriteChunk(IChunkSink sink, in AudioChunk chunk)
    {
        var gap = Math.Min(chunk.Gap.Frames, _limit - _frames);
        var frames = (int)Math.Min(chunk.Frames, _limit - _frames - gap);
        sink.Write(chunk.Samples[..(frames * _channels)], chunk.CaptureTime, gap);
        _gapFrames += gap;
        Volatile.Write(ref _frames, _frames + gap + frames);
        if (_frames >= _limit) _done = true;
    }

    private long WriteSilence(long frames)
    {
        var left = frames;
        while (left > 0 && !_done)
        {
            var part = (int)Math.Min(left, SilenceFrames);
            WriteFrames(_silence.AsSpan(0, part * _channels));
            left -= part;
        }

        return frames - left;
    }

    private void WriteFrames(ReadOnlySpan<float> samples)
    {
        var frames = (int)Math.Min(samples.Length / _channels, _limit - _frames);
        if (frames > 0) _sink.Write(samples[..(frames * _channels)]);
        Volatile.Write(ref _frames, _frames + frames);
        if (_frames >= _limit) _done = true;
    }

    private async Task CompleteAsync()
    {
        await _subscription.Drained.ConfigureAwait(false);
        var counts = _subscription.Counts;
        _subscription.Dispose();
        try
        {
            // A fault that is not the sink's own word would otherwise pass for a complete recording.
            if (_failure is null && _subscription.FirstFault is { } fault)
            {
                _failure = new AudioException(AudioErrorCode.InputOutput, _sink.Description, fault.Message, "What was written before is kept", fault);
            }

            // An empty recording is a result only of a source that came to a good end without a frame.
            var isResult = _failure is null && !_abandoned && _stream.Health != StreamHealth.Failed;
            if (_frames > 0 || isResult) _sink.Finish();
        }
        catch (AudioException e)
        {
            _failure ??= e;
        }
        finally
        {
            _sink.Dispose();
        }

        var lost = counts.Overrun + counts.Late + counts.Shed;
        _completion.TrySetResult(new RecordingResult(_frames, _chunks, lost, _gaps, _gapFrames, _failure) { HeardNothing = !_heard });
    }
}
