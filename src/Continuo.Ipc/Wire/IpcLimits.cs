namespace Continuo.Ipc.Wire;

/// <summary>The protocol's limits and deadlines; times in nanoseconds.</summary>
internal static class IpcLimits
{
    /// <summary>The most that a message may contain, in bytes.</summary>
    public const int MaxContent = 65_536;

    /// <summary>The longest text of an error, in bytes.</summary>
    public const int MaxErrorText = 1000;

    /// <summary>The most that anything but audio may contain.</summary>
    public const int MaxControl = 2 + MaxErrorText;

    /// <summary>How many clients a server has at the most, unless told otherwise.</summary>
    public const int MaxClients = 64;

    /// <summary>How long a client may take for its configuration.</summary>
    public const long Greeting = 2_000_000_000;

    /// <summary>How long a server may take for its answer.</summary>
    public const long Answer = 5_000_000_000;

    /// <summary>How long a message that has begun may take.</summary>
    public const long Completion = 1_000_000_000;

    /// <summary>The longest that a side says nothing.</summary>
    public const long Heartbeat = 250_000_000;

    /// <summary>How long a receiver may take nothing, beyond the budget of one message.</summary>
    public const long Stall = 1_000_000_000;

    /// <summary>Initial delay before reconnecting; it doubles.</summary>
    public const long ReconnectFirst = 50_000_000;

    /// <summary>Maximum delay before reconnecting.</summary>
    public const long ReconnectMost = 400_000_000;

    /// <summary>How long an audio message may wait until it is given up, unless told otherwise.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(10);

    /// <summary>A peer from which nothing comes for so long is dead, unless told otherwise.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(900);
}
