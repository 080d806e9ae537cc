using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Network;
using Continuo.Metering;
using Continuo.Rings;
using Continuo.Rtp.Reception;
using Continuo.Streams;

namespace Continuo.Cli.Transfers;

/// <summary>One line that shows a running transfer: meter, time, drops, health.</summary>
internal sealed class ProgressLine : IDisposable
{
    private const int MeterWidth = 24;

    private readonly AudioStream _stream;
    private readonly IReadOnlyList<SinkDelivery> _deliveries;
    private readonly TimeSpan? _duration;
    private readonly CommandOutput _output;
    private readonly LevelMeter _meter;
    private readonly Subscription _metering;

    public ProgressLine(AudioStream stream, IReadOnlyList<SinkDelivery> deliveries, TimeSpan? duration, CommandOutput output)
    {
        (_stream, _deliveries, _duration, _output) = (stream, deliveries, duration, output);
        _meter = new LevelMeter(stream.Format);
        _metering = stream.Subscribe((in AudioChunk chunk) => _meter.Process(chunk.Samples),
            new RingReaderOptions { Name = "progress", WakeMode = WakeMode.Batch });
    }

    /// <summary>The receiver, if the source comes from the network.</summary>
    public RtpReceiver? Receiver { get; init; }

    public void Show()
    {
        var peak = 0f;
        for (var channel = 0; channel < _stream.Format.Channels; channel++) peak = Math.Max(peak, _meter.Peak(channel));
        var time = _stream.Format.ToTime(_deliveries.Max(r => r.Frames));
        var dropped = _deliveries.Sum(r => r.Statistics.Dropped);
        var of = _duration is { } duration ? " / " + Durations.Show(duration) : "";
        var network = NetworkReport.Of(Receiver) is { } report ? "  " + report.Brief() : "";
        _output.Progress(string.Create(
            CultureInfo.InvariantCulture,
            $"▕{MeterBar.Of(peak, MeterWidth)}▏{Math.Max(MeterBar.FloorDb, Decibels.FromGain(peak)),6:0.0} dBFS  "
                + $"{Durations.Show(time)}{of}  {dropped} dropped  {_stream.Health.ToString().ToLowerInvariant()}{network}"));
    }

    public void Dispose() => _metering.Dispose();
}
