using System.Globalization;
using Continuo.Rtp.Reception;

namespace Continuo.Cli.Reports.Network;

/// <summary>Reception of a network source.</summary>
internal sealed record NetworkReport(
    uint Ssrc,
    string Name,
    string Peer,
    string Codec,
    long ReceivedPackets,
    long ExpectedPackets,
    double LossPercent,
    double JitterMs,
    double DelayMs,
    double TargetMs,
    string TargetReason,
    double DriftPpm,
    double ConcealedPercent,
    long ConcealedFrames,
    long LateFrames,
    long RedundantFrames,
    long RecoveredFrames,
    long SkippedFrames,
    long StretchedFrames,
    long ShortenedFrames,
    long LatePackets,
    long DuplicatePackets,
    long ReorderedPackets,
    long MalformedPackets,
    long ImplausiblePackets,
    long SkippedPackets,
    long DiscardedPackets,
    long OverflowPackets,
    long OverwrittenPackets,
    long OversizedPackets,
    long TimestampJumps,
    long RejectedPackets,
    long ForeignPackets,
    long UnknownPayloads,
    long UndecodablePackets,
    string? Problem,
    long FormatChanges,
    long AddressChanges,
    long Outages,
    int OtherSources,
    long MalformedDatagrams,
    long RefusedPackets,
    long KernelDrops)
{
    /// <summary>Report of a running receiver; <see langword="null"/> if it has not received anything yet.</summary>
    public static NetworkReport? Of(RtpReceiver? receiver)
    {
        // A source that cannot be decoded is never played, but is reported nevertheless.
        if (receiver is not { Session: { } session }
            || (receiver.Stream ?? (session.Streams is [var first, ..] ? first : null)) is not { } stream)
        {
            return null;
        }

        var (s, all) = (stream.GetStatistics(), session.Statistics);
        var b = s.Buffer;
        return new NetworkReport(
            s.Ssrc,
            s.Name,
            s.Peer,
            s.Codec?.ToString() ?? "",
            s.ReceivedPackets,
            s.ExpectedPackets,
            Math.Round(s.LossPercent, 3),
            Math.Round(s.JitterMs, 3),
            Math.Round(b?.DelayMs ?? 0, 2),
            Math.Round(b?.Target.TargetMs ?? 0, 2),
            b?.Target.ToString() ?? "",
            Math.Round(b?.DriftPpm ?? 0, 2),
            Math.Round(b is { OutputFrames: > 0 } ? 100.0 * b.ConcealedFrames / b.OutputFrames : 0, 3),
            b?.ConcealedFrames ?? 0,
            b?.LateFrames ?? 0,
            b?.RedundantFrames ?? 0,
            b?.RecoveredFrames ?? 0,
            b?.SkippedFrames ?? 0,
            b?.StretchedFrames ?? 0,
            b?.ShortenedFrames ?? 0,
            b?.LatePackets ?? 0,
            b?.DuplicatePackets ?? 0,
            b?.ReorderedPackets ?? 0,
            b?.MalformedPackets ?? 0,
            b?.ImplausiblePackets ?? 0,
            b?.SkippedPackets ?? 0,
            b?.DiscardedPackets ?? 0,
            b?.OverflowPackets ?? 0,
            b?.OverwrittenPackets ?? 0,
            b?.OversizedPackets ?? 0,
            b?.TimestampJumps ?? 0,
            s.RejectedPackets,
            s.ForeignPackets,
            s.UnknownPayloads,
            s.UndecodablePackets,
            s.Problem,
            s.FormatChanges,
            s.AddressChanges,
            s.Outages,
            session.Streams.Count(other => other != stream),
            all.MalformedDatagrams,
            all.RefusedPackets,
            all.KernelDrops);
    }

    /// <summary>The most important values, for a line that is redrawn.</summary>
    public string Brief() =>
        string.Create(CultureInfo.InvariantCulture,
        $"loss {LossPercent:0.0} %  jitter {JitterMs:0.0} ms  delay {DelayMs:0} of {TargetMs:0} ms  concealed {ConcealedPercent:0.0} %");

    /// <summary>The report as two lines of text.</summary>
    public override string ToString()
    {
        var jumps = TimestampJumps > 0 ? $" The timestamps jumped {TimestampJumps} times." : "";
        var problem = Problem is null ? "" : $"\n  {Problem}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
              {Peer}{(Name.Length > 0 ? $" ({Name})" : "")}: {Codec}; {ReceivedPackets} of {ExpectedPackets} packets, {LossPercent:0.0##} % lost, {LatePackets} late, {DuplicatePackets} twice, {ReorderedPackets} overtaken; jitter {JitterMs:0.0} ms; {ConcealedPercent:0.0##} % concealed; drift {DriftPpm:0.0} ppm
              delay {DelayMs:0} ms; target {TargetReason}{jumps}{problem}
            """);
    }
}
