using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Packets;
using Continuo.Sinks;
using Continuo.Threading;

namespace Continuo.Rtp.Latency;

/// <summary>
/// Measures the latency between two outputs of an audio server. The monitor of the first is captured, sent as RTP over loopback, received,
/// and played to the second. The latency is the difference between the marker's times in the monitors of both outputs.
/// </summary>
internal sealed class DeviceLoopbackRun : IDisposable
{
    private const int SkippedMarkers = 2; // markers skipped at the start, while jitter buffer and servers settle
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(200);

    private readonly LoopbackOptions _options;
    private readonly MonotonicClock _clock = SystemClock.Instance;
    private readonly PacketCodec _codec;
    private readonly LoopbackPath _path;
    private readonly LatencyMarker _marker;
    private readonly IOutputDevice _from;
    private readonly IOutputDevice _to;
    private readonly MonitorCapture _played;
    private readonly MonitorCapture _heard;
    private readonly Thread _marking;
    private readonly Thread _playout;
    private readonly long _leadNanoseconds;
    private volatile bool _stopped;
    private AudioException? _failure;

    /// <summary>Opens both outputs.</summary>
    /// <param name="options">Codec, packets, jitter buffer, marker.</param>
    /// <param name="devices">The outputs; all must support the options' format.</param>
    /// <exception cref="AudioException">A device cannot be opened, or an option is out of range.</exception>
    public DeviceLoopbackRun(LoopbackOptions options, DeviceLoopback devices)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(devices);
        (_options, _codec) = (options, options.Validated());
        _marker = new LatencyMarker(_codec.Format, options.Marker);
        (_from, _to) = (devices.From(), devices.To());
        _from.Open(_codec.Format);
        _to.Open(_codec.Format);
        var lead = _codec.Format.ToTime(_codec.FramesPerPacket); // a monitor's frame counts as captured one delivery before it is heard
        _leadNanoseconds = lead.Ticks * 100;
        _path = new LoopbackPath(_codec, options, devices.FromMonitor, _clock, lead);
        _played = new MonitorCapture(devices.FromMonitor, _codec.Format, _clock);
        _heard = new MonitorCapture(devices.ToMonitor, _codec.Format, _clock);
        _marking = new Thread(() => Guard(Mark)) { IsBackground = true, Name = "latency marker" };
        _playout = new Thread(() => Guard(Play)) { IsBackground = true, Name = "latency playout" };
    }

    /// <summary>Plays the markers and detects them in both monitors.</summary>
    /// <param name="progress">Called for each marker with its latency in ms (NaN if not found); may be <see langword="null"/>.</param>
    /// <param name="cancellation">Cancels the measurement.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.NotFound"/> if no marker was detected, or a device was removed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public LoopbackReport Measure(Action<double>? progress = null, CancellationToken cancellation = default)
    {
        _played.Start();
        _heard.Start();
        _path.Stream.Start();
        _playout.Start();
        _marking.Start();
        var found = new List<FoundMarker>();
        var sent = 0;
        for (var steady = 0; steady < _options.Markers && sent < 2 * _options.Markers; sent++)
        {
            var written = AwaitOver(SkippedMarkers + sent, cancellation);
            var isFound = _played.Detector.TryFind(written, out var first) & _heard.Detector.TryFind(written, out var second);
            var latency = (second.Latency - first.Latency).TotalMilliseconds;
            progress?.Invoke(isFound ? latency : double.NaN);
            if (!isFound || _path.Mean(written + first.Latency.Ticks * 100 + _leadNanoseconds) is not { } path) continue;
            var isSteady = path.SpreadMs <= 2 * LatencyBreakdown.ToleranceMs;
            found.Add(new FoundMarker(latency, Math.Min(first.StrengthDb, second.StrengthDb), path.Mean, isSteady));
            if (isSteady) steady++;
        }

        if (found.Count == 0)
        {
            throw new AudioException(AudioErrorCode.NotFound, $"the marker in {_codec}", "it was not detected in both outputs",
                "Check with 'continuo monitor' whether they play, and use --audible");
        }

        return LoopbackReport.Of(_codec, found, sent, _to.Underruns, _path.Buffer.GetStatistics());
    }

    /// <summary>Stops all threads and closes the devices.</summary>
    public void Dispose()
    {
        _stopped = true;
        foreach (var thread in new[] { _marking, _playout })
        {
            if (thread.IsAlive) thread.Join();
        }

        _path.Dispose();
        _played.Dispose();
        _heard.Dispose();
        _from.Dispose();
        _to.Dispose();
    }

    /// <summary>Waits until a marker has been played and must have been heard; returns the time at which it was written.</summary>
    private long AwaitOver(int number, CancellationToken cancellation)
    {
        var wait = (_heard.Detector.MaxLatency + _codec.Format.ToTime(MarkerSignal.FramesAt(_codec.Format.SampleRate))).Ticks * 100;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if ((_failure ?? _path.Stream.Failure ?? _played.Failure ?? _heard.Failure) is { } failure) throw failure;
            if (_marker.Emitted > number && _clock.Now > _marker.CaptureTime(number) + wait) return _marker.CaptureTime(number);
            cancellation.WaitHandle.WaitOne(20);
        }
    }

    private void Guard(Action run)
    {
        _ = RealTimePriority.TryRaise();
        try
        {
            run();
        }
        catch (AudioException e)
        {
            _failure = e;
        }
    }

    /// <summary>Plays silence with markers to the first output, whenever it requests audio.</summary>
    private void Mark()
    {
        var block = new float[_codec.FramesPerPacket * _codec.Format.Channels];
        while (!_stopped)
        {
            if (!_from.WaitForRoom(_codec.FramesPerPacket, Timeout)) continue;
            Array.Clear(block);
            _marker.Add(block, _clock.Now);
            _from.Write(block);
        }
    }

    /// <summary>Plays the received audio to the second output, whenever it requests audio.</summary>
    private void Play()
    {
        var (format, frames) = (_codec.Format, _codec.FramesPerPacket);
        var block = new float[frames * format.Channels];
        while (!_stopped)
        {
            if (!_to.WaitForRoom(frames, Timeout)) continue;
            var read = _clock.Now;
            _path.Buffer.Read(block);
            var decoded = _clock.Now;
            _to.Write(block);
            _path.Note(read, decoded, _clock.Now + format.ToNanoseconds(_to.LatencyFrames - frames));
        }
    }
}
