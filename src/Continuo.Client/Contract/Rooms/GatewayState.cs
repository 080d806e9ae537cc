namespace Continuo.Client.Contract.Rooms;

/// <summary>Whether a gateway is connected.</summary>
public enum GatewayState
{
    /// <summary>It connects, or waits for the next attempt; <see cref="GatewayStatus.Problem"/> says why the last one failed.</summary>
    Connecting,

    /// <summary>Room and channel hear each other.</summary>
    Connected,

    /// <summary>The connection was lost, and is made again.</summary>
    Reconnecting,

    /// <summary>The other system refuses it for good: <see cref="GatewayStatus.Problem"/> says why.</summary>
    Failed,
}
