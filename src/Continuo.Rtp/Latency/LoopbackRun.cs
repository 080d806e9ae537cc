using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Packets;
using Continuo.Sources;
using Continuo.Threading;

namespace Continuo.Rtp.Latency;

/// <summary>
/// Measures the latency of capture, ring, codec, RTP over loopback, jitter buffer and playout with a marker, which is added at capture and
/// detected at playout. Each stage also records its own times; their sum must match the marker's latency.
/// </summary>
internal sealed class LoopbackRun : IDisposable
{
    private const int SkippedMarkers = 1; // markers skipped at the start, while the jitter buffer adapts
    private const int DrySeconds = 1; // duration of the warm-up: enough audio to search for a marker
    private static readonly TimeSpan DryLimit = TimeSpan.FromSeconds(5);

    private readonly LoopbackOptions _options;
    private readonly MonotonicClock _clock;
    private readonly PacketCodec _codec;
    private readonly LoopbackPath _path;
    private readonly MarkedSource _source;
    private readonly MarkerDetector _detector;
    private readonly WakeSignal _stop = new();
    private readonly Thread _playout;
    private long _lateBlocks;
    private long _blocks;

    /// <summary>Creates all stages.</summary>
    /// <param name="options">Codec, packets, jitter buffer and marker.</param>
    /// <param name="carrier">Audio that the marker is added to; disposed with the run. <see langword="null"/> for silence.</param>
    /// <exception cref="AudioException">
    /// An option is out of range, the source cannot be opened, or the codec's library is missing.
    /// </exception>
    public LoopbackRun(LoopbackOptions options, IAudioSource? carrier = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _clock, _codec) = (options, SystemClock.Instance, options.Validated());
        _detector = new MarkerDetector(_codec.Format);
        var source = new ChannelMappingSource(carrier ?? new SilenceSource(_codec.Format), _codec.Format.Channels);
        _source = new MarkedSource(source, _codec.FramesPerPacket, options.Marker, _clock);
        _path = new LoopbackPath(_codec, options, () => _source, _clock);
        _playout = new Thread(Play) { IsBackground = true, Name = "latency playout" };
    }

    /// <summary>
    /// Sends the markers and detects them. A warm-up without measurement comes first, so that the cost of just-in-time compilation is not
    /// measured as network jitter.
    /// </summary>
    /// <param name="progress">Called for each marker with its latency in ms (NaN if not found); may be <see langword="null"/>.</param>
    /// <param name="cancellation">Cancels the measurement.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if no marker was detected.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public LoopbackReport Measure(Action<double>? progress = null, CancellationToken cancellation = default)
    {
        using (var dry = new LoopbackRun(_options)) dry.RunDry(cancellation);
        _playout.Start();
        _path.Stream.Start();
        var found = new List<FoundMarker>();
        // Markers during which the delay changes are replaced by others, at most as many.
        var sent = 0;
        for (var steady = 0; steady < _options.Markers && sent < 2 * _options.Markers; sent++)
        {
            var captured = AwaitHeard(SkippedMarkers + sent, cancellation);
            var isFound = _detector.TryFind(captured, out var sighting);
            progress?.Invoke(isFound ? sighting.Latency.TotalMilliseconds : double.NaN);
            if (!isFound || _path.Mean(captured) is not { } path) continue;
            var isSteady = path.SpreadMs <= LatencyBreakdown.ToleranceMs;
            found.Add(new FoundMarker(sighting.Latency.TotalMilliseconds, sighting.StrengthDb, path.Mean, isSteady));
            if (isSteady) steady++;
        }

        if (found.Count == 0)
        {
            throw new AudioException(AudioErrorCode.NotFound, $"the marker in {_codec}", "it was not detected in the received audio",
                "Use --audible, or a preset with a higher bit rate");
        }

        return LoopbackReport.Of(_codec, found, sent, Volatile.Read(ref _lateBlocks), _path.Buffer.GetStatistics());
    }

    /// <summary>Stops all threads.</summary>
    public void Dispose()
    {
        _stop.Set();
        if (_playout.IsAlive) _playout.Join();
        _path.Dispose();
        _stop.Dispose();
    }

    /// <summary>Sends audio through all stages for a while and searches for a marker that is not there, as a warm-up.</summary>
    private void RunDry(CancellationToken cancellation)
    {
        _playout.Start();
        _path.Stream.Start();
        var end = _clock.Now + DryLimit.Ticks * 100;
        while (Volatile.Read(ref _blocks) * _codec.FramesPerPacket < DrySeconds * _codec.Format.SampleRate && _clock.Now < end)
        {
            if (_path.Stream.Failure is { } failure) throw failure;
            cancellation.ThrowIfCancellationRequested();
            cancellation.WaitHandle.WaitOne(20);
        }

        _ = _detector.TryFind(_clock.Now - DryLimit.Ticks * 100, out _);
    }

    /// <summary>Waits until a marker has been sent and must have been heard; returns its capture time.</summary>
    private long AwaitHeard(int number, CancellationToken cancellation)
    {
        var wait = (_detector.MaxLatency + _codec.Format.ToTime(MarkerSignal.FramesAt(_codec.Format.SampleRate))).Ticks * 100;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_path.Stream.Failure is { } failure) throw failure;
            if (_source.Marker is { } marker && marker.Emitted > number && _clock.Now > marker.CaptureTime(number) + wait)
            {
                return marker.CaptureTime(number);
            }

            if (_path.Stream.Ended.IsCompleted && !(_source.Marker?.Emitted > number))
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, _source.Description, "it ended before all markers were sent",
                    "Use a longer source, fewer markers, or silence:");
            }

            cancellation.WaitHandle.WaitOne(20);
        }
    }

    /// <summary>
    /// Reads a block whenever it is due, like a device that plays one block while the next is rendered: a block is heard when the next is
    /// due.
    /// </summary>
    private void Play()
    {
        _ = RealTimePriority.TryRaise();
        var (format, block) = (_codec.Format, new float[_codec.FramesPerPacket * _codec.Format.Channels]);
        var begun = _clock.Now;
        for (long number = 1; _clock.WaitUntil(begun + format.ToNanoseconds(number * _codec.FramesPerPacket), _stop); number++)
        {
            var read = _clock.Now;
            _path.Buffer.Read(block);
            var decoded = _clock.Now;
            var heard = begun + format.ToNanoseconds((number + 1) * _codec.FramesPerPacket);
            if (decoded > heard) Volatile.Write(ref _lateBlocks, _lateBlocks + 1);
            _detector.Take(block, heard);
            _path.Note(read, decoded, heard);
            Volatile.Write(ref _blocks, number);
        }
    }
}
