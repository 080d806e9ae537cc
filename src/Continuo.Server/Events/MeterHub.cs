using System.Text.Json;
using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Rooms;
using Continuo.Hosting;
using Continuo.Server.Http;
using Continuo.Server.Logging;
using Continuo.Server.Options;
using Continuo.Server.Reports;
using Continuo.Server.Rooms;

namespace Continuo.Server.Events;

/// <summary>
/// Measures the streams that clients show, once for all of them, on one timer. Without a subscriber there is neither a meter nor a timer.
/// Thread-safe; never waits for a client.
/// </summary>
internal sealed class MeterHub(
    AudioHost host,
    ReaderReports readers,
    RoomTable rooms,
    TimeProvider time,
    ILogger<MeterHub> logger) : IDisposable
{
    private const int MaxNames = 256;

    private readonly Lock _gate = new(); // guards all below
    private readonly Dictionary<string, MeterGroup> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StreamMeter> _meters = new(StringComparer.Ordinal);
    private ITimer? _timer;

    /// <summary>Number of streams that are measured now.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _meters.Count;
        }
    }

    /// <summary>Whether the timer runs.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_gate) return _timer is not null;
        }
    }

    /// <summary>Sets what a client wants, in place of what it wanted before; <see langword="null"/>: nothing.</summary>
    /// <exception cref="ProblemException">The rate is out of range, or there are too many names.</exception>
    public void Set(EventClient client, MeterSubscription? subscription)
    {
        if (subscription is not null)
        {
            if (!(subscription.RateHz is >= MeterGroup.MinRateHz and <= MeterGroup.MaxRateHz))
            {
                throw new ProblemException(Problems.Invalid("rateHz is outside 1…30."));
            }

            string[] names = [.. subscription.Streams ?? [], .. subscription.Players ?? [], .. subscription.Rooms ?? []];
            if (names.Length > MaxNames) throw new ProblemException(Problems.Invalid($"More than {MaxNames} names."));
            if (names.Any(n => n is null || n.Length > EntryName.MaxCharacters))
            {
                throw new ProblemException(Problems.Invalid($"A name is null, or longer than {EntryName.MaxCharacters} characters."));
            }
        }

        lock (_gate)
        {
            foreach (var (key, group) in _groups.ToArray())
            {
                if (group.Clients.Remove(client) && group.Clients.Count == 0) _groups.Remove(key);
            }

            if (subscription is { Streams.Count: > 0 } or { Players.Count: > 0 } or { Rooms.Count: > 0 })
            {
                var key = MeterGroup.KeyOf(subscription);
                if (!_groups.TryGetValue(key, out var group))
                {
                    _groups[key] = group = new MeterGroup(subscription) { DueAt = time.GetTimestamp() };
                }

                group.Clients.Add(client);
            }

            DropUnused();
            Schedule();
        }
    }

    /// <summary>Removes a client.</summary>
    public void Remove(EventClient client) => Set(client, null);

    public void Dispose()
    {
        lock (_gate)
        {
            _groups.Clear();
            DropUnused();
            Schedule();
        }
    }

    /// <summary>Runs the timer at the fastest rate that is wanted.</summary>
    private void Schedule()
    {
        if (_groups.Count == 0)
        {
            _timer?.Dispose();
            _timer = null;
            return;
        }

        var period = _groups.Values.Min(g => g.Period);
        _timer ??= time.CreateTimer(static hub => ((MeterHub)hub!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(period, period);
    }

    private void DropUnused()
    {
        var wanted = _groups.Values.SelectMany(g => g.Streams).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, meter) in _meters.ToArray())
        {
            if (wanted.Contains(name)) continue;
            _meters.Remove(name);
            meter.Dispose();
        }
    }

    private void Look()
    {
        if (!_gate.TryEnter()) return; // the last look is not over: the next one finds it all
        try
        {
            var now = time.GetTimestamp();
            var due = _groups.Values.Where(g => g.DueAt <= now).ToArray();
            var streams = new Dictionary<string, StreamMeters?>(StringComparer.Ordinal);
            var players = new Dictionary<string, PlayerMeters?>(StringComparer.Ordinal);
            var read = new Dictionary<string, RoomMeters?>(StringComparer.Ordinal);
            foreach (var group in due)
            {
                var period = (long)(group.Period.TotalSeconds * time.TimestampFrequency);
                group.DueAt = Math.Max(group.DueAt + period, now - period / 2);
                var frame = new MeterFrame(
                    time.GetUtcNow(),
                    Readings(group.Streams, streams, ReadStream),
                    Readings(group.Players, players, ReadPlayer),
                    Readings(group.Rooms, read, ReadRoom));
                var message = JsonSerializer.SerializeToUtf8Bytes(frame, MeterJson.Default.MeterFrame);
                foreach (var client in group.Clients) client.OfferMeters(message);
            }
        }
        catch (ObjectDisposedException)
        {
            // The server stops.
        }
        catch (Exception e)
        {
            // A timer's exception would end the process: whatever it is, it costs one look.
            ServerLog.LookFailed(logger, e);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>The readings of names, each read once per look; those that there are.</summary>
    private static Dictionary<string, T> Readings<T>(IReadOnlyList<string> names, Dictionary<string, T?> read, Func<string, T?> readOne)
        where T : class
    {
        var readings = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!read.TryGetValue(name, out var one)) read[name] = one = readOne(name);
            if (one is not null) readings[name] = one;
        }

        return readings;
    }

    private StreamMeters? ReadStream(string name)
    {
        if (!host.TryGetStream(name, out var stream))
        {
            if (_meters.Remove(name, out var gone)) gone.Dispose();
            return null;
        }

        if (!_meters.TryGetValue(name, out var meter) || meter.Stream != stream)
        {
            meter?.Dispose();
            _meters[name] = meter = new StreamMeter(stream, readers);
        }

        try
        {
            return meter.Read();
        }
        catch (ObjectDisposedException)
        {
            return null; // it is just being removed
        }
    }

    private PlayerMeters? ReadPlayer(string name) => host.TryGetPlayer(name, out var player) ? PlayerReports.MetersOf(player) : null;

    private RoomMeters? ReadRoom(string name) => rooms.Find(name) is { } room ? RoomReports.MetersOf(room, rooms.ShedStep) : null;
}
