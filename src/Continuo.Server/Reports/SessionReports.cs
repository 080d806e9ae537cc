using System.Text.Json;
using Continuo.Client.Contract;
using Continuo.Server.Sessions;

namespace Continuo.Server.Reports;

/// <summary>Sessions as the contract describes them.</summary>
internal static class SessionReports
{
    private const int ListedLength = 12;

    /// <summary>
    /// The id of a session in the contract. Anyone who knows the whole id of a WebRTC session can end it (RFC 9725), so only its beginning
    /// is listed: its own client recognises it, and 80 random bits remain secret.
    /// </summary>
    public static string IdOf(ServerSession session) => session.Kind is SessionKind.Whep or SessionKind.Whip
        ? session.Id[..ListedLength]
        : session.Id;

    public static string KindOf(ServerSession session) => session.Kind == SessionKind.WebSocket
        ? "websocket"
        : JsonNamingPolicy.CamelCase.ConvertName(session.Kind.ToString());

    public static SessionStatus Of(ServerSession session)
    {
        var statistics = session.Statistics;
        return new SessionStatus(
            IdOf(session),
            KindOf(session),
            session.Stream.Length == 0 ? null : session.Stream,
            statistics.Remote ?? session.Remote,
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
