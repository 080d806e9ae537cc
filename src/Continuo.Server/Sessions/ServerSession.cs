namespace Continuo.Server.Sessions;

/// <summary>One client's connection to a stream. Its statistics may be read from any thread.</summary>
internal abstract class ServerSession(string id, SessionKind kind, string stream, string remote, string? userAgent, DateTimeOffset since)
{
    /// <summary>Unguessable for WebRTC, whose address it is.</summary>
    public string Id { get; } = id;

    public SessionKind Kind { get; } = kind;

    /// <summary>Name of the stream that is heard or published.</summary>
    public string Stream { get; } = stream;

    /// <summary>Address and port of the client.</summary>
    public string Remote { get; } = remote;

    public string? UserAgent { get; } = userAgent;

    public DateTimeOffset Since { get; } = since;

    public abstract SessionStatistics Statistics { get; }

    /// <summary>Id of the stream's reader that serves it, with others that listen alike; 0 if there is none.</summary>
    public virtual long ReaderId => 0;

    /// <summary>Tells the client that the session will end soon, if it understands that. May be called at any time, and again.</summary>
    public virtual void AnnounceEnd()
    {
    }

    /// <summary>Ends it. May be called at any time, and again.</summary>
    public abstract Task EndAsync();
}
