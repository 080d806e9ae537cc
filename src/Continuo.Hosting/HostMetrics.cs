using System.Diagnostics.Metrics;
using Continuo.Hosting.Watching;

namespace Continuo.Hosting;

/// <summary>
/// The meter <c>Continuo.Hosting</c>: the objects that a host owns. All instruments are observable, so there is no cost without a listener.
/// Streams and readers are measured by the meter <see cref="Continuo.Streams.StreamMetrics.MeterName"/>, whose tag <c>stream</c> is the
/// stream's name in the host.
/// </summary>
internal sealed class HostMetrics : IDisposable
{
    public const string MeterName = "Continuo.Hosting";

    private readonly Meter _meter;
    private readonly bool _ownsMeter;
    private readonly AudioHost _host;
    private long _missed;
    private volatile bool _isDisposed;

    /// <param name="host">The host to measure.</param>
    /// <param name="meters">Creates and owns the meter; <see langword="null"/> outside a service provider.</param>
    public HostMetrics(AudioHost host, IMeterFactory? meters)
    {
        _host = host;
        _ownsMeter = meters is null;
        _meter = meters?.Create(new MeterOptions(MeterName)) ?? new Meter(MeterName);
        _meter.CreateObservableUpDownCounter("continuo.host.streams", () => Observe(Streams), "{stream}", "Streams, by health");
        _meter.CreateObservableUpDownCounter("continuo.host.players", () => Observe(Players), "{player}", "Players, by state");
        _meter.CreateObservableUpDownCounter("continuo.host.recordings", () => Observe(Recordings), "{recording}", "Recordings, by state");
        _meter.CreateObservableCounter("continuo.host.events", () => Observe(s => [new Measurement<long>(s.Version)]), "{event}",
            "Events published");
        _meter.CreateObservableCounter("continuo.host.missed_events", () => Volatile.Read(ref _missed), "{event}",
            "Events that slow watchers missed");
    }

    /// <summary>Called under the host's gate.</summary>
    public void CountMissed(long events) => Volatile.Write(ref _missed, _missed + events);

    public void Dispose()
    {
        _isDisposed = true;
        if (_ownsMeter) _meter.Dispose();
    }

    private static IEnumerable<Measurement<long>> Streams(HostSnapshot snapshot) => Count(snapshot.Streams, s => s.Health, "health");

    private static IEnumerable<Measurement<long>> Players(HostSnapshot snapshot) => Count(snapshot.Players, p => p.State, "state");

    private static IEnumerable<Measurement<long>> Recordings(HostSnapshot snapshot) => Count(snapshot.Recordings, r => r.State, "state");

    private static IEnumerable<Measurement<long>> Count<T, TState>(IEnumerable<T> all, Func<T, TState> stateOf, string tag)
        where TState : struct, Enum =>
        Enum.GetValues<TState>().Select(state => new Measurement<long>(all.Count(a => stateOf(a).Equals(state)),
            new KeyValuePair<string, object?>(tag, state.ToString().ToLowerInvariant())));

    private IEnumerable<Measurement<long>> Observe(Func<HostSnapshot, IEnumerable<Measurement<long>>> measure)
    {
        if (_isDisposed) return [];
        try
        {
            return measure(_host.Snapshot());
        }
        catch (ObjectDisposedException)
        {
            return []; // disposed meanwhile
        }
    }
}
