namespace Continuo.Ipc.Wire;

/// <summary>Why a peer ends a connection, as sent in its error message.</summary>
internal enum IpcErrorCode : ushort
{
    /// <summary>A malformed message.</summary>
    Malformed = 1,

    /// <summary>No common version.</summary>
    Version = 2,

    /// <summary>A message that is not allowed in the current state.</summary>
    Unexpected = 3,

    /// <summary>An unsupported codec, rate or channel count.</summary>
    Unsupported = 4,

    /// <summary>Too many clients.</summary>
    Busy = 5,

    /// <summary>Another user.</summary>
    NotAllowed = 6,

    /// <summary>Too slow, or silent for too long.</summary>
    TooSlow = 7,

    /// <summary>An internal failure.</summary>
    Internal = 8,
}
