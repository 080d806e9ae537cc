using System.Collections.Concurrent;
using System.Globalization;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Messages;
using Continuo.Rings;
using Continuo.Server.Http;
using Continuo.Server.Sessions;
using Continuo.Streams;

namespace Continuo.Server.Reports;

/// <summary>The readers of streams as the contract describes them. Thread-safe.</summary>
/// <param name="time">For how long a reader that has shed audio is shown as shedding.</param>
internal sealed class ReaderReports(TimeProvider time)
{
    private static readonly TimeSpan ShownAsShed = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<long, (long Shed, long SeenAt)> _shed = [];

    /// <summary>The id that stands for a reader in the contract.</summary>
    public static string IdOf(RingReader reader) => reader.Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Describes a reader.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="sessions">The sessions that it serves.</param>
    /// <param name="recording">Name of the recording that it writes.</param>
    public ReaderStatus Of(RingReader reader, IReadOnlyList<ServerSession> sessions, string? recording)
    {
        var statistics = reader.Statistics;
        var chunk = reader.Ring.ChunkFrames;
        return new ReaderStatus(
            IdOf(reader),
            reader.Name,
            reader.Kind,
            StateOf(reader, statistics),
            statistics.Pending,
            LagMs(reader, statistics.Pending),
            reader.MaxLagChunks,
            statistics.Written * chunk,
            statistics.Read * chunk,
            statistics.Pending * chunk,
            new DropStatus(statistics.Overrun * chunk, statistics.Late * chunk, statistics.Shed * chunk, statistics.Stopped * chunk),
            null,
            sessions is [var only] ? SessionReports.IdOf(only) : null,
            sessions.Count == 0 ? null : sessions.CountBy(SessionReports.KindOf).ToDictionary(),
            recording);
    }

    /// <summary>The part of it that changes all the time.</summary>
    public ReaderMeter MeterOf(RingReader reader)
    {
        var statistics = reader.Statistics;
        return new ReaderMeter(LagMs(reader, statistics.Pending), statistics.Pending, StateOf(reader, statistics),
            statistics.Dropped * reader.Ring.ChunkFrames);
    }

    /// <summary>Whether it keeps up.</summary>
    public ReaderState StateOf(RingReader reader) => StateOf(reader, reader.Statistics);

    /// <summary>Forgets readers that are not among those in use.</summary>
    public void Forget(IReadOnlySet<long> inUse)
    {
        foreach (var id in _shed.Keys)
        {
            if (!inUse.Contains(id)) _shed.TryRemove(id, out _);
        }
    }

    private static double LagMs(RingReader reader, long chunks) => Numbers.Ms(reader.Ring.Format.ToTime(chunks * reader.Ring.ChunkFrames));

    private ReaderState StateOf(RingReader reader, ReaderStatistics statistics)
    {
        if (IsShedding(reader.Id, statistics.Shed)) return ReaderState.Shed;
        if (statistics.Pending > HealthWatch.CongestedChunks) return ReaderState.Congested;
        return statistics.Pending > HealthWatch.WarnChunks && !WaitsForBatch(reader, statistics)
            ? ReaderState.Behind
            : ReaderState.Following;
    }

    // A reader that is woken for a batch is behind by one most of the time; in a ring of long chunks that is more than the limit.
    private static bool WaitsForBatch(RingReader reader, ReaderStatistics statistics) =>
        reader.WakesInBatches && statistics.Pending <= 2 * reader.Ring.BatchChunks;

    private bool IsShedding(long id, long shed)
    {
        if (shed == 0) return false;
        var now = time.GetTimestamp();
        var seen = _shed.AddOrUpdate(id, _ => (shed, now), (_, before) => before.Shed == shed ? before : (shed, now));
        return time.GetElapsedTime(seen.SeenAt, now) < ShownAsShed;
    }
}
