namespace Continuo.Ipc.Wire;

/// <summary>Type of a message. See <c>docs/protocols/ipc.md</c>.</summary>
internal enum IpcMessageType : byte
{
    /// <summary>First message in both directions: the requested and the agreed configuration.</summary>
    Config = 1,

    /// <summary>A piece of audio.</summary>
    Audio = 2,

    /// <summary>The sender's audio has ended, or the receiver leaves.</summary>
    Stop = 3,

    /// <summary>The sender is alive.</summary>
    Heartbeat = 4,

    /// <summary>The receiver is alive, and its position.</summary>
    Ack = 5,

    /// <summary>Why the connection ends.</summary>
    Error = 6,
}
