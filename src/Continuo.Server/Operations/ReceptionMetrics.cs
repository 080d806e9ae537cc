using System.Diagnostics.Metrics;
using Continuo.Hosting;
using Continuo.Rtp.Reception;

namespace Continuo.Server.Operations;

/// <summary>
/// Figures of the jitter buffers of streams that come from a network (<c>rtp:</c>, <c>whip:</c>, <c>whep:</c>), by stream. Counts start
/// again with each sender. Observed only, so it costs nothing until someone asks.
/// </summary>
internal sealed class ReceptionMetrics(AudioHost host)
{
    /// <summary>Creates the instruments.</summary>
    public void AddTo(Meter meter)
    {
        Gauge(meter, "delay", "s", "Present delay of the jitter buffer", r => r.Buffer?.DelayMs / 1000);
        Gauge(meter, "target_delay", "s", "Delay that the jitter buffer aims at", r => r.Buffer?.Target.TargetMs / 1000);
        Gauge(meter, "jitter", "s", "Interarrival jitter (RFC 3550)", r => r.JitterMs / 1000);
        Count(meter, "packets", "{packet}", "Packets received", r => r.ReceivedPackets);
        Count(meter, "lost_packets", "{packet}", "Packets that never arrived", r => Math.Max(0, r.ExpectedPackets - r.ReceivedPackets));
        Count(meter, "late_packets", "{packet}", "Packets that arrived too late to be played", r => r.Buffer?.LatePackets);
        Count(meter, "concealed_frames", "{frame}", "Frames concealed because audio was missing", r => r.Buffer?.ConcealedFrames);
        Count(meter, "recovered_frames", "{frame}", "Frames recovered from redundancy", r => r.Buffer?.RecoveredFrames);
    }

    private void Gauge(Meter meter, string name, string unit, string description, Func<RtpStreamStatistics, double?> value) =>
        meter.CreateObservableGauge($"continuo.reception.{name}", () => Measure(value), unit, description);

    private void Count(Meter meter, string name, string unit, string description, Func<RtpStreamStatistics, long?> value) =>
        meter.CreateObservableCounter($"continuo.reception.{name}", () => Measure(value), unit, description);

    private IEnumerable<Measurement<T>> Measure<T>(Func<RtpStreamStatistics, T?> value)
        where T : struct
    {
        foreach (var (name, reception) in Receptions())
        {
            if (value(reception) is { } present)
            {
                yield return new Measurement<T>(present, new KeyValuePair<string, object?>("stream", name));
            }
        }
    }

    private IEnumerable<(string Name, RtpStreamStatistics Reception)> Receptions()
    {
        foreach (var snapshot in host.Snapshot().Streams)
        {
            if (host.TryGetStream(snapshot.Name, out var stream) && stream.Run.Source is IReceptionSource { Reception: { } reception })
            {
                yield return (snapshot.Name, reception);
            }
        }
    }
}
