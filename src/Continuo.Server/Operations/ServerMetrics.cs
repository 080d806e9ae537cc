using System.Diagnostics.Metrics;
using Continuo.Server.Events;
using Continuo.Server.Sessions;

namespace Continuo.Server.Operations;

/// <summary>
/// The meter <c>Continuo.Server</c>: sessions and what they have sent, received and lost. Observed only, so it costs nothing until someone
/// asks. Totals include the sessions that have ended.
/// </summary>
internal sealed class ServerMetrics : IDisposable
{
    public const string MeterName = "Continuo.Server";

    private static readonly SessionKind[] Kinds = Enum.GetValues<SessionKind>();

    private readonly SessionTable _sessions;
    private readonly Meter _meter;
    private readonly Lock _gate = new(); // guards the totals, and that a session counts in one of the two places
    private readonly Dictionary<SessionKind, SessionTotals> _ended = Kinds.ToDictionary(k => k, static _ => default(SessionTotals));

    public ServerMetrics(SessionTable sessions, MeterHub meters, ReceptionMetrics receptions, RoomMetrics rooms, IMeterFactory factory)
    {
        _sessions = sessions;
        _sessions.Changed += Count;
        _meter = factory.Create(new MeterOptions(MeterName));
        _meter.CreateObservableUpDownCounter("continuo.server.sessions", () =>
            Kinds.Select(k => Of(k, sessions.All.Count(s => s.Kind == k))), "{session}", "Connected sessions, by kind");
        Total("continuo.server.session_starts", "{session}", "Sessions started, by kind", t => t.Sessions);
        Total("continuo.server.packets", "{packet}", "Packets or messages sent to listeners and watchers, or received from publishers",
            t => t.Packets);
        Total("continuo.server.bytes", "By", "Bytes of these", t => t.Bytes);
        Total("continuo.server.dropped", "{packet}", "Packets or messages not sent because the client was too slow", t => t.Dropped);
        Gauge("continuo.server.round_trip", "s", "Round-trip time of sessions: the longest of each kind", s => s.RoundTripMs / 1000);
        Gauge("continuo.server.jitter", "s", "Jitter of sessions: the highest of each kind", s => s.JitterMs / 1000);
        Gauge("continuo.server.lost_ratio", "1", "Share of packets that the network lost: the highest of each kind",
            s => s.LostPercent / 100);
        receptions.AddTo(_meter);
        rooms.AddTo(_meter);
        _meter.CreateObservableUpDownCounter(
            "continuo.server.meters", () => meters.Count, "{stream}", "Streams that are measured for clients");
    }

    public void Dispose()
    {
        _sessions.Changed -= Count;
        _meter.Dispose();
    }

    private static Measurement<T> Of<T>(SessionKind kind, T value)
        where T : struct => new(value, new KeyValuePair<string, object?>("kind", kind.ToString().ToLowerInvariant()));

    private void Count(object? sender, SessionChange change)
    {
        if (change.IsAdded) return;
        lock (_gate) _ended[change.Session.Kind] += SessionTotals.Of(change.Session);
    }

    private void Total(string name, string unit, string description, Func<SessionTotals, long> value) =>
        _meter.CreateObservableCounter(name, () => Kinds.Select(k => Of(k, value(TotalOf(k)))), unit, description);

    private void Gauge(string name, string unit, string description, Func<SessionStatistics, double?> value) =>
        _meter.CreateObservableGauge(name,
            () => from kind in Kinds
                  let highest = _sessions.All.Where(s => s.Kind == kind).Max(s => value(s.Statistics))
                  where highest is not null
                  select Of(kind, highest.Value),
            unit, description);

    private SessionTotals TotalOf(SessionKind kind)
    {
        lock (_gate)
        {
            return _sessions.All
                .Where(s => s.Kind == kind)
                .Aggregate(_ended[kind], static (sum, session) => sum + SessionTotals.Of(session));
        }
    }
}
