namespace Continuo.Mumble;

/// <summary>State of a <c>MumbleClient</c>: <c>Closed → Connecting → Connected ⇄ Reconnecting → Closed</c>.</summary>
public enum MumbleClientState
{
    /// <summary>Not connected: not yet, refused, removed from the server, or disposed.</summary>
    Closed,

    /// <summary>Connecting for the first time.</summary>
    Connecting,

    /// <summary>In the channel.</summary>
    Connected,

    /// <summary>The connection was lost, and is made again.</summary>
    Reconnecting,
}
