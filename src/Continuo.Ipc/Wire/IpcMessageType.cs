namespace Continuo.Ipc.Wire;

/// <summary>What a message is. See <c>docs/protocols/ipc.md</c>.</summary>
internal enum IpcMessageType : byte
{
    /// <summary>First, in both directions: what is wanted, and what is given.</summary>
    Config = 1,

    /// <summary>A piece of audio.</summary>
    Audio = 2,

    /// <summary>The sender's audio has ended; or the listener leaves.</summary>
    Stop = 3,

    /// <summary>The sender lives.</summary>
    Heartbeat = 4,

    /// <summary>The receiver of audio lives, and has come so far.</summary>
    Ack = 5,

    /// <summary>Why the connection ends.</summary>
    Error = 6,
}
