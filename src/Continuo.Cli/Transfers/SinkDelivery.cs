using Continuo.Diagnostics;
using Continuo.Playing;
using Continuo.Recording;
using Continuo.Rings;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Cli.Transfers;

/// <summary>
/// Delivers a stream to a sink: to a file or pipe by a <see cref="Recorder"/>, which delivers everything; to a sink with a clock by a
/// <see cref="LivePlayback"/>, which keeps the delay constant.
/// </summary>
internal sealed class SinkDelivery : IDisposable
{
    private static readonly TimeSpan PlayOutTime = TimeSpan.FromSeconds(2);

    private readonly Recorder? _recorder;
    private readonly LivePlayback? _playback;

    /// <param name="stream">Not started yet.</param>
    /// <param name="pace">Pace of its source: the writer of a pipe has no clock, so a sink with a clock paces it.</param>
    /// <param name="sink">Owned.</param>
    /// <param name="name">Name in statistics.</param>
    /// <param name="frames">Length; <see langword="null"/>: until the stream ends.</param>
    /// <param name="playback">Options for sinks with a clock.</param>
    public SinkDelivery(AudioStream stream, SourcePace pace, IAudioSink sink, string name, long? frames, PlaybackOptions playback)
    {
        if (sink.Output is not null && pace != SourcePace.Peer)
        {
            _playback = LivePlayback.Start(stream, sink, playback, new() { Frames = frames });
        }
        else _recorder = Recorder.Start(stream, sink, new RecorderOptions { Frames = frames, Name = name });
    }

    /// <summary>Number of frames delivered.</summary>
    public long Frames => _recorder?.Frames ?? _playback!.Frames;

    /// <summary>Statistics of the recorder's reader; a sink with a clock drops no chunks, but keeps its delay constant.</summary>
    public ReaderStatistics Statistics => _recorder?.Subscription.Statistics ?? default;

    /// <summary>Time from capture to the write to the sink; for a sink with a clock, to playout.</summary>
    public HistogramSnapshot CaptureToDelivery => _recorder?.Subscription.CaptureToDelivery ?? _playback!.Input.CaptureToEar;

    /// <summary>Time from the completion of a chunk to the write to the sink; empty for a sink with a clock.</summary>
    public HistogramSnapshot CommitToDelivery => _recorder?.Subscription.CommitToDelivery ?? new HistogramSnapshot();

    /// <summary>Completed, never faulted, when the delivery has ended and the sink is finished.</summary>
    public Task<RecordingResult> Completion => _recorder?.Completion ?? _playback!.Completion;

    /// <summary>
    /// Waits for the end after the stream has been stopped; a device that no longer plays is abandoned after two seconds.
    /// </summary>
    public async Task<RecordingResult> EndAsync()
    {
        if (_playback is not null && await Task.WhenAny(Completion, Task.Delay(PlayOutTime)).ConfigureAwait(false) != Completion)
        {
            await Task.Run(_playback.Dispose).ConfigureAwait(false);
        }

        return await Completion.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _recorder?.Dispose();
        _playback?.Dispose();
    }
}
