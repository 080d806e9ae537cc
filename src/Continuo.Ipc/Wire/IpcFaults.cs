namespace Continuo.Ipc.Wire;

/// <summary>Descriptions of faults, and the error codes sent to the peer.</summary>
internal static class IpcFaults
{
    /// <summary>How many there are, <see cref="IpcFault.None"/> included.</summary>
    public const int Count = (int)IpcFault.Dead + 1;

    /// <summary>Whether the peer did something wrong, as opposed to leaving in order.</summary>
    public static bool IsFault(IpcFault fault) => fault is not (IpcFault.None or IpcFault.Gone or IpcFault.Stopped);

    /// <summary>Error code to send to the peer; <see langword="null"/> to send none.</summary>
    public static IpcErrorCode? CodeOf(IpcFault fault) => fault switch
    {
        IpcFault.None or IpcFault.Gone or IpcFault.Stopped or IpcFault.Refused or IpcFault.CutOff => null,
        IpcFault.NoCommonVersion => IpcErrorCode.Version,
        IpcFault.Unexpected => IpcErrorCode.Unexpected,
        IpcFault.Unsupported => IpcErrorCode.Unsupported,
        IpcFault.Busy => IpcErrorCode.Busy,
        IpcFault.NotAllowed => IpcErrorCode.NotAllowed,
        IpcFault.TooSlow or IpcFault.Dead or IpcFault.NoConfig or IpcFault.Unfinished => IpcErrorCode.TooSlow,
        _ => IpcErrorCode.Malformed,
    };

    /// <summary>In words, without a full stop.</summary>
    public static string Describe(IpcFault fault) => fault switch
    {
        IpcFault.None => "nothing is wrong",
        IpcFault.Gone => "the other side has gone",
        IpcFault.Stopped => "the other side has ended it",
        IpcFault.Refused => "the other side has refused",
        IpcFault.CutOff => "the connection ended in the middle of a message",
        IpcFault.Unfinished => "a message was not completed in time",
        IpcFault.WrongMagic => "this is not the protocol of ipc:",
        IpcFault.WrongVersion => "a message has another version than agreed",
        IpcFault.WrongType => "there is no message of this type",
        IpcFault.WrongFlags => "a message has flags that it must not have",
        IpcFault.WrongLength => "a message has a length that it must not have",
        IpcFault.WrongStream => "a message belongs to another stream",
        IpcFault.WrongNumber => "a sequence, position or time is out of range",
        IpcFault.WrongSequence => "an audio message is not the next",
        IpcFault.WrongPosition => "the position falls, or jumps without saying so",
        IpcFault.WrongAudio => "a message is no audio of what was agreed",
        IpcFault.WrongConfig => "the configuration makes no sense",
        IpcFault.Unexpected => "a message came that is not allowed now",
        IpcFault.NoCommonVersion => "there is no version of the protocol that both sides speak",
        IpcFault.Unsupported => "what was asked for cannot be had",
        IpcFault.Busy => "there is no room for another client",
        IpcFault.NotAllowed => "it serves the user who runs it, and root",
        IpcFault.NoConfig => "no configuration came in time",
        IpcFault.TooSlow => "audio was not taken in time",
        _ => "nothing has come for too long",
    };
}
