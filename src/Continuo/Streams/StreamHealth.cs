namespace Continuo.Streams;

/// <summary>What state a stream is in, for whoever watches it.</summary>
/// <remarks>
/// <code>
/// Starting ──▶ Flowing ◀──▶ Silent          from any: ──▶ Stopped (stopped, or the source ended)
///     │           │  ▲        │                       ──▶ Failed  (an error ended it)
///     └────────▶ Stalled ◀────┘
///                 ▲ │
///                 │ ▼
///               Recovering  (the source is lost and is being opened again)
/// </code>
/// </remarks>
public enum StreamHealth
{
    /// <summary>Opened; nothing has come yet.</summary>
    Starting,

    /// <summary>Audio arrives.</summary>
    Flowing,

    /// <summary>The source works, but for a second there has been nothing but silence.</summary>
    Silent,

    /// <summary>Audio is due but nothing has come for most of a second, perhaps never.</summary>
    Stalled,

    /// <summary>The device or server is gone; it is being opened again, with back-off.</summary>
    Recovering,

    /// <summary>An error ended the stream.</summary>
    Failed,

    /// <summary>The stream was stopped, or its source came to its end.</summary>
    Stopped,
}
