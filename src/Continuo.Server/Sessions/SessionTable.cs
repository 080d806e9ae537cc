using System.Collections.Concurrent;
using Continuo.Diagnostics;
using Continuo.Server.Http;

namespace Continuo.Server.Sessions;

/// <summary>All clients' sessions. Thread-safe.</summary>
internal sealed class SessionTable(ILogger<SessionTable>? logger = null)
{
    /// <summary>Sessions at most, of all kinds together.</summary>
    public const int Capacity = 4096;

    private readonly UserCode _userCode = new("the session table", logger);
    private readonly ConcurrentDictionary<string, ServerSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>Raised after a session was added or removed, on the thread that did it. Handlers must return at once.</summary>
    public event EventHandler<SessionChange>? Changed;

    public IReadOnlyCollection<ServerSession> All => [.. _sessions.Values];

    public int Count => _sessions.Count;

    public ServerSession? Find(string id) => _sessions.GetValueOrDefault(id);

    /// <exception cref="ProblemException">There are too many.</exception>
    public void Add(ServerSession session)
    {
        if (_sessions.Count >= Capacity || !_sessions.TryAdd(session.Id, session))
        {
            throw new ProblemException(
                Problems.Of(StatusCodes.Status503ServiceUnavailable, "tooMany", $"There are {Capacity} sessions already.",
                    "Try again later."));
        }

        _userCode.Raise(Changed, this, new SessionChange(session, IsAdded: true));
    }

    public void Remove(ServerSession session)
    {
        if (_sessions.TryRemove(session.Id, out _)) _userCode.Raise(Changed, this, new SessionChange(session, IsAdded: false));
    }

    /// <summary>Ends those of a stream that is removed, or all of them.</summary>
    public Task EndAsync(string? stream = null) =>
        Task.WhenAll(_sessions.Values.Where(s => stream is null || s.Stream == stream).Select(s => s.EndAsync()));
}
