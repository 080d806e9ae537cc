namespace Continuo.Ipc.Wire;

/// <summary>Why a connection is unusable.</summary>
internal enum IpcFault
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>The peer disconnected between two messages.</summary>
    Disconnected,

    /// <summary>The peer has left, or its audio has ended.</summary>
    Stopped,

    /// <summary>The peer has sent an error.</summary>
    Refused,

    /// <summary>The connection ended inside a message.</summary>
    CutOff,

    /// <summary>A message was not completed in time.</summary>
    Unfinished,

    /// <summary>Wrong magic number.</summary>
    WrongMagic,

    /// <summary>Another version than agreed.</summary>
    WrongVersion,

    /// <summary>Unknown message type.</summary>
    WrongType,

    /// <summary>Flags that are unknown, or not allowed for the type.</summary>
    WrongFlags,

    /// <summary>A content length that is not allowed for the type.</summary>
    WrongLength,

    /// <summary>Another stream than agreed.</summary>
    WrongStream,

    /// <summary>A negative sequence, position or time, or one that must be zero and is not.</summary>
    WrongNumber,

    /// <summary>An audio message out of sequence.</summary>
    WrongSequence,

    /// <summary>A position that decreases, or jumps without the gap flag.</summary>
    WrongPosition,

    /// <summary>Content that does not have the agreed encoding.</summary>
    WrongAudio,

    /// <summary>A configuration with invalid values.</summary>
    WrongConfig,

    /// <summary>A message that is not allowed in the current state.</summary>
    Unexpected,

    /// <summary>No common version.</summary>
    NoCommonVersion,

    /// <summary>The request or offer is not supported.</summary>
    Unsupported,

    /// <summary>Too many clients.</summary>
    Busy,

    /// <summary>The peer runs as another user.</summary>
    NotAllowed,

    /// <summary>No configuration arrived in time.</summary>
    NoConfig,

    /// <summary>The peer accepts nothing, or only part of a message.</summary>
    TooSlow,

    /// <summary>No message arrived from the peer for too long.</summary>
    TimedOut,
}
