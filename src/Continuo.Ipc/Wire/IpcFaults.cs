namespace Continuo.Ipc.Wire;

/// <summary>Descriptions of faults, and the error codes sent to the peer.</summary>
internal static class IpcFaults
{
    /// <summary>Number of values, including <see cref="IpcFault.None"/>.</summary>
    public const int Count = (int)IpcFault.TimedOut + 1;

    /// <summary>Whether the peer is at fault, as opposed to a normal end.</summary>
    public static bool IsFault(IpcFault fault) => fault is not (IpcFault.None or IpcFault.Disconnected or IpcFault.Stopped);

    /// <summary>Error code to send to the peer; <see langword="null"/> to send none.</summary>
    public static IpcErrorCode? CodeOf(IpcFault fault) => fault switch
    {
        IpcFault.None or IpcFault.Disconnected or IpcFault.Stopped or IpcFault.Refused or IpcFault.CutOff => null,
        IpcFault.NoCommonVersion => IpcErrorCode.Version,
        IpcFault.Unexpected => IpcErrorCode.Unexpected,
        IpcFault.Unsupported => IpcErrorCode.Unsupported,
        IpcFault.Busy => IpcErrorCode.Busy,
        IpcFault.NotAllowed => IpcErrorCode.NotAllowed,
        IpcFault.TooSlow or IpcFault.TimedOut or IpcFault.NoConfig or IpcFault.Unfinished => IpcErrorCode.TooSlow,
        _ => IpcErrorCode.Malformed,
    };

    /// <summary>Description without a full stop.</summary>
    public static string Describe(IpcFault fault) => fault switch
    {
        IpcFault.None => "no fault",
        IpcFault.Disconnected => "the peer disconnected",
        IpcFault.Stopped => "the peer ended the connection",
        IpcFault.Refused => "the peer refused",
        IpcFault.CutOff => "the connection ended inside a message",
        IpcFault.Unfinished => "a message was not completed in time",
        IpcFault.WrongMagic => "the peer does not use the ipc: protocol",
        IpcFault.WrongVersion => "a message does not have the agreed version",
        IpcFault.WrongType => "the message type is unknown",
        IpcFault.WrongFlags => "a message has invalid flags",
        IpcFault.WrongLength => "a message has an invalid length",
        IpcFault.WrongStream => "a message belongs to another stream",
        IpcFault.WrongNumber => "a sequence, position or time is out of range",
        IpcFault.WrongSequence => "an audio message is out of sequence",
        IpcFault.WrongPosition => "the position decreases, or jumps without the gap flag",
        IpcFault.WrongAudio => "a message does not have the agreed encoding",
        IpcFault.WrongConfig => "the configuration is invalid",
        IpcFault.Unexpected => "a message is not allowed in this state",
        IpcFault.NoCommonVersion => "no common version of the protocol",
        IpcFault.Unsupported => "the request is not supported",
        IpcFault.Busy => "there are too many clients",
        IpcFault.NotAllowed => "only the server's own user and root may connect",
        IpcFault.NoConfig => "no configuration arrived in time",
        IpcFault.TooSlow => "audio was not accepted in time",
        _ => "no message arrived for too long",
    };
}
