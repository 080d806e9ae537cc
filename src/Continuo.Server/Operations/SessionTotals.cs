using Continuo.Server.Sessions;

namespace Continuo.Server.Operations;

/// <summary>Counts of several sessions together.</summary>
internal readonly record struct SessionTotals(long Sessions, long Packets, long Bytes, long Dropped)
{
    public static SessionTotals Of(ServerSession session)
    {
        var statistics = session.Statistics;
        return new SessionTotals(1, statistics.Packets, statistics.Bytes, statistics.Dropped);
    }

    public static SessionTotals operator +(SessionTotals a, SessionTotals b) =>
        new(a.Sessions + b.Sessions, a.Packets + b.Packets, a.Bytes + b.Bytes, a.Dropped + b.Dropped);
}
