namespace Continuo.Ipc.Wire;

/// <summary>The protocol's limits and deadlines; times in nanoseconds.</summary>
internal static class IpcLimits
{
    /// <summary>Maximum content of a message, in bytes.</summary>
    public const int MaxContent = 65_536;

    /// <summary>Maximum text of an error, in bytes.</summary>
    public const int MaxErrorText = 1000;

    /// <summary>Maximum content of all messages except audio.</summary>
    public const int MaxControl = 2 + MaxErrorText;

    /// <summary>Default maximum number of a server's clients.</summary>
    public const int MaxClients = 64;

    /// <summary>How long a client may take to send its configuration.</summary>
    public const long Greeting = 2_000_000_000;

    /// <summary>How long a server may take to answer.</summary>
    public const long Answer = 5_000_000_000;

    /// <summary>How long a message may take to complete after its first byte.</summary>
    public const long Completion = 1_000_000_000;

    /// <summary>Maximum time without a message from a side.</summary>
    public const long Heartbeat = 250_000_000;

    /// <summary>How long a receiver may accept nothing, beyond the budget of one message.</summary>
    public const long Stall = 1_000_000_000;

    /// <summary>Initial delay before reconnecting; it doubles.</summary>
    public const long MinReconnectDelay = 50_000_000;

    /// <summary>Maximum delay before reconnecting.</summary>
    public const long MaxReconnectDelay = 400_000_000;

    /// <summary>How long an audio message may wait before it is dropped, by default.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(10);

    /// <summary>Disconnect a peer after this long without a message, by default.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(900);
}
