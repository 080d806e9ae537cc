using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Network;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Reception;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Cli.Transfers;

/// <summary>
/// Transfers audio from one source to any number of sinks, each with its own delivery, until the duration, the source's end or Ctrl-C. The
/// source is opened before the sinks, so that a missing source leaves no files behind.
/// </summary>
internal sealed class Transfer(StreamRequest request, SampleType? sample, CommandContext context)
{
    /// <summary>
    /// Minimum time for a live source to begin: a server that has rendered ahead for a player has nothing for a new listener until that is
    /// played, at most two seconds.
    /// </summary>
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Time that a live source has after its duration to deliver the last frames; then the clock ends it, and missing time is filled.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromMilliseconds(100);

    private RtpReceiver? _receiver; // if the source comes from the network
    private long _stalls;

    /// <summary>Runs to the end.</summary>
    /// <exception cref="AudioException">The source or a sink cannot be opened, or no audio arrived.</exception>
    public async Task<TransferResult> RunAsync(IReadOnlyList<string> sinks)
    {
        context.Output.IsOutputTaken = sinks.Any(s => Composition.Parse(s).Scheme == "-");
        var system = Composition.CreateAudioSystem(made => _receiver = made);
        var (stream, pace) = request.Open(system, context.Stop);
        using (stream)
        {
            if (OpusCodec.IsManaged && sinks.Append(request.Address).Any(MayBeOpus))
            {
                context.Output.Status($"Opus implementation: {OpusCodec.Description}");
            }

            var (deliveries, opened) = StartDeliveries(stream, pace, system, sinks);
            stream.HealthChanged += TellHealth;
            using var progress = CommandOutput.IsStatusOnTerminal
                ? new ProgressLine(stream, deliveries, request.Duration, context.Output) { Receiver = _receiver }
                : null;
            stream.Start();
            var description = stream.Description;
            await EndOfAsync(stream, pace, deliveries, progress).ConfigureAwait(false);
            // Audio captured during the stop belongs to no recording that has its full duration.
            var (health, network, statistics) = (stream.Health, NetworkReport.Of(_receiver), stream.Statistics);
            if (stream.Statistics.Chunks == 0 && health != StreamHealth.Stopped) GiveUp(stream, deliveries, network?.Problem);
            if (health != StreamHealth.Stopped) await Task.Run(stream.Stop).ConfigureAwait(false);
            var results = await Task.WhenAll(deliveries.Select(d => d.EndAsync())).ConfigureAwait(false);
            stream.HealthChanged -= TellHealth;
            foreach (var delivery in deliveries) delivery.Dispose();
            context.Output.EndProgress();
            return new TransferResult(stream, statistics, Interlocked.Read(ref _stalls), description, health, network,
                [.. sinks.Select((address, i) => new SinkResult(address, opened[i], deliveries[i], results[i]))]);
        }
    }

    private (List<SinkDelivery> Deliveries, List<IAudioSink> Sinks) StartDeliveries(
        AudioStream stream,
        SourcePace pace,
        AudioSystem system,
        IReadOnlyList<string> sinks)
    {
        var frames = request.Duration is { } duration ? stream.Format.ToFrames(duration) : (long?)null;
        var (deliveries, opened) = (new List<SinkDelivery>(), new List<IAudioSink>());
        try
        {
            foreach (var sink in sinks)
            {
                var made = system.CreateSink(Composition.Parse(sink), new SinkRequest(sample, stream.Options.Clock));
                opened.Add(made);
                deliveries.Add(new SinkDelivery(stream, pace, made, sink, frames, request.Playback));
            }
        }
        catch
        {
            foreach (var delivery in deliveries) delivery.Dispose();
            throw;
        }

        return (deliveries, opened);
    }

    private static bool MayBeOpus(string address) =>
        Composition.Parse(address) is var a
        && (a.Scheme is "rtp" or "ipc" || a.Target.EndsWith(".sdp", StringComparison.OrdinalIgnoreCase));

    /// <summary>Waits until the deliveries are done, the source has ended, or the duration is over.</summary>
    private async Task EndOfAsync(AudioStream stream, SourcePace pace, List<SinkDelivery> deliveries, ProgressLine? progress)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.Stop);
        var deadline = pace == SourcePace.Device && request.Duration is { } duration
            ? DeadlineOf(stream, duration, over.Token)
            : Delay(Timeout.InfiniteTimeSpan, over.Token);
        var end = Task.WhenAny(Task.WhenAll(deliveries.Select(r => r.Completion)), stream.Ended, deadline);
        while (!end.IsCompleted)
        {
            await Task.WhenAny(end, Delay(progress is null ? Timeout.InfiniteTimeSpan : ProgressPeriod, over.Token)).ConfigureAwait(false);
            progress?.Show();
        }

        await over.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>Completed when a live source has had its duration by the clock, counted from its first chunk.</summary>
    private static async Task DeadlineOf(AudioStream stream, TimeSpan duration, CancellationToken over)
    {
        var limit = duration > Beginning ? duration : Beginning;
        var opened = Stopwatch.GetTimestamp();
        while (stream.Statistics.Chunks == 0 && Stopwatch.GetElapsedTime(opened) < limit && !over.IsCancellationRequested)
        {
            await Delay(ProgressPeriod, over).ConfigureAwait(false);
        }

        if (stream.Statistics.Chunks > 0) await Delay(duration + Grace, over).ConfigureAwait(false);
    }

    /// <summary>No audio arrived, so there is no recording.</summary>
    private void GiveUp(AudioStream stream, List<SinkDelivery> deliveries, string? problem)
    {
        foreach (var delivery in deliveries) delivery.Dispose();
        throw stream.Failure ?? new AudioException(
            AudioErrorCode.TimedOut,
            request.Address,
            problem is not null ? $"no received packet could be decoded: {problem}"
                : request.Duration is { } duration ? string.Create(CultureInfo.InvariantCulture,
                $"connected, but it delivered no audio in {duration.TotalSeconds:0.###} s")
                : "connected, but it delivered no audio before it was stopped",
            problem is not null
                ? "Make the address or SDP file match the format that is sent"
                : "Check with 'continuo monitor' whether audio arrives");
    }

    private void TellHealth(object? sender, StreamHealthEventArgs change)
    {
        if (change.Now is StreamHealth.Stalled) Interlocked.Increment(ref _stalls);
        var isNews = change.Now is StreamHealth.Stalled or StreamHealth.Recovering
            || change.Before is StreamHealth.Stalled or StreamHealth.Recovering;
        if (isNews && change.Now is not (StreamHealth.Failed or StreamHealth.Stopped))
        {
            context.Output.Status($"{change.Now.ToString().ToLowerInvariant()}: {change.Reason}");
        }
    }

    private static async Task Delay(TimeSpan time, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(time, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It has ended.
        }
    }
}
