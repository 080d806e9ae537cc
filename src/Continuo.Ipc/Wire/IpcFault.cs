namespace Continuo.Ipc.Wire;

/// <summary>Why a connection is of no more use.</summary>
internal enum IpcFault
{
    /// <summary>It is in order.</summary>
    None,

    /// <summary>The peer has ended it between two messages.</summary>
    Gone,

    /// <summary>The peer has said that it leaves, or that its audio has ended.</summary>
    Stopped,

    /// <summary>The peer has said an error.</summary>
    Refused,

    /// <summary>It ended inside a message.</summary>
    CutOff,

    /// <summary>A message was begun and not completed in time.</summary>
    Unfinished,

    /// <summary>The magic is not the protocol's.</summary>
    WrongMagic,

    /// <summary>Another version than agreed.</summary>
    WrongVersion,

    /// <summary>No such type.</summary>
    WrongType,

    /// <summary>Flags that do not exist, or not for this type.</summary>
    WrongFlags,

    /// <summary>Content of a length that the type does not have.</summary>
    WrongLength,

    /// <summary>Another stream than agreed.</summary>
    WrongStream,

    /// <summary>A sequence, position or time below zero, or that is not zero where it must be.</summary>
    WrongNumber,

    /// <summary>An audio message that is not the next.</summary>
    WrongSequence,

    /// <summary>A position that falls, or jumps without saying so.</summary>
    WrongPosition,

    /// <summary>Content that is no audio of what was agreed.</summary>
    WrongAudio,

    /// <summary>A configuration whose values make no sense.</summary>
    WrongConfig,

    /// <summary>A message that the state does not allow.</summary>
    Unexpected,

    /// <summary>No common version.</summary>
    NoCommonVersion,

    /// <summary>What was asked for, or offered, cannot be had.</summary>
    Unsupported,

    /// <summary>No room for another client.</summary>
    Busy,

    /// <summary>The peer runs as another user.</summary>
    NotAllowed,

    /// <summary>No configuration came in time.</summary>
    NoConfig,

    /// <summary>The peer takes nothing, or took part of a message only.</summary>
    TooSlow,

    /// <summary>Nothing came from the peer for too long.</summary>
    Dead,
}
