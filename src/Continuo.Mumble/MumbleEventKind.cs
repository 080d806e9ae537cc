namespace Continuo.Mumble;

/// <summary>What happened on a Mumble server.</summary>
public enum MumbleEventKind
{
    /// <summary>The client has connected, or connected again.</summary>
    Connected,

    /// <summary>The connection was lost; the client connects again, unless <c>MumbleClient.State</c> says that it is closed.</summary>
    Disconnected,

    /// <summary>A user has joined the server, or was there when the client connected.</summary>
    UserJoined,

    /// <summary>A user has left the server.</summary>
    UserLeft,

    /// <summary>A user's name, channel or mute state has changed.</summary>
    UserChanged,

    /// <summary>A user begins to talk.</summary>
    TalkingStarted,

    /// <summary>A user has stopped talking.</summary>
    TalkingStopped,
}
