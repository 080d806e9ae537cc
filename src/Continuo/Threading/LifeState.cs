namespace Continuo.Threading;

/// <summary>Where something that is started and stopped stands.</summary>
/// <remarks>
/// <code>
///              start            stop             its end
///   Created ─────────▶ Running ─────▶ Stopping ─────────▶ Stopped
///      │                 │   its end (a source's, a failure)  ▲ │
///      │                 └────────────────────────────────────┘ │
///      │  stop                                                  │
///      └────────────────────────────────────────────▶ Stopped   │
///                        Running ◀──────────────────────────────┘ start again, unless it is started once
///
///   from any state: Dispose ──▶ Disposed, for good
/// </code>
/// </remarks>
public enum LifeState
{
    /// <summary>Made, never started.</summary>
    Created,

    /// <summary>Started, or being started.</summary>
    Running,

    /// <summary>Told to stop; what was running has not ended yet.</summary>
    Stopping,

    /// <summary>Nothing runs.</summary>
    Stopped,

    /// <summary>Disposed of. Nothing can be started any more.</summary>
    Disposed,
}
