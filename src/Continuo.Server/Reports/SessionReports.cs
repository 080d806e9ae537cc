using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Continuo.Client.Contract;
using Continuo.Server.Sessions;

namespace Continuo.Server.Reports;

/// <summary>Sessions as the contract describes them.</summary>
internal static class SessionReports
{
    /// <summary>
    /// The id that stands for a session in the contract. Who knows the id of a WebRTC session can end it (RFC 9725), so it is not listed.
    /// </summary>
    public static string IdOf(ServerSession session) => session.Kind is SessionKind.Whep or SessionKind.Whip
        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session.Id)).AsSpan(0, 12))
        : session.Id;

    public static SessionStatus Of(ServerSession session)
    {
        var statistics = session.Statistics;
        return new SessionStatus(
            IdOf(session),
            session.Kind == SessionKind.WebSocket ? "websocket" : JsonNamingPolicy.CamelCase.ConvertName(session.Kind.ToString()),
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
