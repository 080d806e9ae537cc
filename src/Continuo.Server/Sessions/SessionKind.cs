namespace Continuo.Server.Sessions;

/// <summary>How a client is connected.</summary>
public enum SessionKind
{
    /// <summary>Listens by WebRTC.</summary>
    Whep,

    /// <summary>Publishes by WebRTC.</summary>
    Whip,

    /// <summary>Listens by WebSocket.</summary>
    WebSocket,

    /// <summary>Listens to an endless HTTP response.</summary>
    Http,

    /// <summary>Receives events and meters.</summary>
    Events,
}
