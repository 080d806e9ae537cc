namespace Continuo.Streams;

/// <summary>Health of a stream.</summary>
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
    /// <summary>Opened; no audio has arrived yet.</summary>
    Starting,

    /// <summary>Audio arrives.</summary>
    Flowing,

    /// <summary>The source works, but delivered only silence for a second.</summary>
    Silent,

    /// <summary>Audio is due, but none has arrived for most of a second or since the start.</summary>
    Stalled,

    /// <summary>The device or server was lost and is being reopened with back-off.</summary>
    Recovering,

    /// <summary>An error ended the stream.</summary>
    Failed,

    /// <summary>The stream was stopped, or its source ended.</summary>
    Stopped,
}
