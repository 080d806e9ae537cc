using System.Text.Json;
using Continuo.Client.Contract;
using Continuo.Server.Sessions;

namespace Continuo.Server.Reports;

/// <summary>Sessions as the contract describes them.</summary>
internal static class SessionReports
{
    public static SessionStatus Of(ServerSession session)
    {
        var statistics = session.Statistics;
        return new SessionStatus(
            session.Id,
            session.Kind == SessionKind.WebSocket ? "websocket" : JsonNamingPolicy.CamelCase.ConvertName(session.Kind.ToString()),
            session.Stream.Length == 0 ? null : session.Stream,
            session.Remote,
            session.UserAgent,
            session.Since,
            statistics.Codec,
            statistics.Profile,
            statistics.Packets,
            statistics.Bytes,
            statistics.LostPercent,
            statistics.RoundTripMs,
            statistics.JitterMs,
            statistics.Dropped,
            statistics.State);
    }

    public static IReadOnlyList<SessionStatus> Of(IEnumerable<ServerSession> sessions) => [.. sessions.OrderBy(s => s.Since).Select(Of)];
}
