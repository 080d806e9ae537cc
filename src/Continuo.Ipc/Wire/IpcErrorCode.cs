namespace Continuo.Ipc.Wire;

/// <summary>Why a peer ends a connection, as its error message says.</summary>
internal enum IpcErrorCode : ushort
{
    /// <summary>A message was not as it must be.</summary>
    Malformed = 1,

    /// <summary>No common version.</summary>
    Version = 2,

    /// <summary>A message that the state does not allow.</summary>
    Unexpected = 3,

    /// <summary>A codec, rate or channels that cannot be had.</summary>
    Unsupported = 4,

    /// <summary>No room for another client.</summary>
    Busy = 5,

    /// <summary>Another user.</summary>
    NotAllowed = 6,

    /// <summary>Too slow, or silent for too long.</summary>
    TooSlow = 7,

    /// <summary>A failure of its own.</summary>
    Internal = 8,
}
