using Continuo.Diagnostics;
using Continuo.Playing;
using Continuo.Recording;
using Continuo.Rings;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Cli.Transfers;

/// <summary>How a sink gets a stream: a file or pipe by a <see cref="Recorder"/>, which leaves nothing out; what has a clock of its own by a <see cref="LivePlayback"/>, which holds the delay.</summary>
internal sealed class SinkDelivery : IDisposable
{
    private static readonly TimeSpan PlayOutTime = TimeSpan.FromSeconds(2);

    private readonly Recorder? _recorder;
    private readonly LivePlayback? _playback;

    /// <param name="stream">Not started yet.</param>
    /// <param name="pace">Of its source: the writer of a pipe has no clock, and is not left behind by one.</param>
    /// <param name="sink">Owned.</param>
    /// <param name="name">As in statistics.</param>
    /// <param name="frames">When to end; <see langword="null"/>: with the stream.</param>
    /// <param name="playback">For sinks with a clock.</param>
    public SinkDelivery(AudioStream stream, SourcePace pace, IAudioSink sink, string name, long? frames, PlaybackOptions playback)
    {
        if (sink.Output is not null && pace != SourcePace.Peer) _playback = LivePlayback.Start(stream, sink, playback, new() { Frames = frames });
        else _recorder = Recorder.Start(stream, sink, new RecorderOptions { Frames = frames, Name = name });
    }

    /// <summary>Frames delivered so far.</summary>
    public long Frames => _recorder?.Frames ?? _playback!.Frames;

    /// <summary>Statistics of the recorder's reader; a sink with a clock drops no chunks, but holds its delay.</summary>
    public ReaderStatistics Statistics => _recorder?.Subscription.Statistics ?? default;

    /// <summary>From capture to the call of the sink; for a sink with a clock, to the ear.</summary>
    public HistogramSnapshot CaptureToDelivery => _recorder?.Subscription.CaptureToDelivery ?? _playback!.Input.CaptureToEar;

    /// <summary>From the complete chunk to the call of the sink; empty for a sink with a clock.</summary>
    public HistogramSnapshot CommitToDelivery => _recorder?.Subscription.CommitToDelivery ?? new HistogramSnapshot();

    /// <summary>Completed, never faulted, when it has ended and the sink is finished.</summary>
    public Task<RecordingResult> Completion => _recorder?.Completion ?? _playback!.Completion;

    /// <summary>Waits for the end after the stream has been stopped; a device that plays nothing any more is given up after two seconds.</summary>
    public async Task<RecordingResult> EndAsync()
    {
        if (_playback is not null && await Task.WhenAny(Completion, Task.Delay(PlayOutTime)).ConfigureAwait(false) != Completion) await Task.Run(_playback.Dispose).ConfigureAwait(false);
        return await Completion.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _recorder?.Dispose();
        _playback?.Dispose();
    }
}
