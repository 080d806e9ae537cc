using System.Diagnostics;
using Continuo.Audio;
using Continuo.Cli.Reports;
using Continuo.Cli.Reports.Network;
using Continuo.Metering;
using Continuo.Rings;
using Continuo.Streams;

namespace Continuo.Cli.Monitoring;

/// <summary>Monitors a stream as one of its consumers.</summary>
internal sealed class MonitorRun
{
    private readonly AudioStream _stream;
    private readonly AudioMeter _meter;
    private readonly Subscription _subscription;
    private readonly Stopwatch _watch = new();
    private volatile string? _reason;
    private long _stalls;

    public MonitorRun(AudioStream stream)
    {
        _stream = stream;
        _meter = new AudioMeter(stream.Format, MeterParts.Levels | MeterParts.Loudness);
        _subscription = stream.Subscribe((in AudioChunk chunk) => _meter.Process(chunk.Samples),
            new RingReaderOptions { Name = "monitor" });
        stream.HealthChanged += (_, change) =>
        {
            _reason = change.Now is StreamHealth.Flowing ? null : change.Reason;
            if (change.Now is StreamHealth.Stalled) Interlocked.Increment(ref _stalls);
        };
    }

    public void Start()
    {
        _watch.Start();
        _stream.Start();
    }

    /// <summary>Resets maxima and integrated loudness.</summary>
    public void ResetMeters() => _meter.Reset();

    public MonitorReport Report()
    {
        var statistics = _stream.Statistics;
        var (wakeUps, counts) = (_subscription.WakeUps, _subscription.Statistics);
        var (commitToDelivery, dropped) = (_subscription.CommitToDelivery, DropReport.Of(counts));
        var frames = statistics.Frames + statistics.GapFrames;
        return new MonitorReport(
            _stream.Name,
            _stream.Description,
            Math.Round(_watch.Elapsed.TotalSeconds, 3),
            frames,
            AudioSeconds.Of(frames, _stream.Format),
            _stream.Format.SampleRate,
            _stream.Format.Channels,
            _stream.Health.ToString(),
            _reason,
            [.. Enumerable.Range(0, _stream.Format.Channels).Select(channel => LevelReport.Of(_meter.Levels!, channel))],
            LoudnessReport.Of(_meter.Loudness!),
            statistics.Chunks,
            Math.Round(_subscription.Lag.TotalMilliseconds, 3),
            Math.Round((double)counts.Read / Math.Max(1, wakeUps.WithAudio), 2),
            dropped.Sum(),
            dropped,
            statistics.Gaps,
            statistics.GapFrames,
            Math.Min(statistics.FilledFrames, statistics.Frames),
            Math.Min(statistics.SilentChunks, statistics.Chunks),
            Interlocked.Read(ref _stalls),
            statistics.Reconnects,
            Math.Round(statistics.DriftPpm, 2),
            LatencyReport.Of(commitToDelivery),
            LatencyReport.Of(_subscription.CaptureToDelivery),
            HistogramBarReport.Of(commitToDelivery),
            _stream.PriorityRefusal);
    }
}
