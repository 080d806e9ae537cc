namespace Continuo.Threading;

/// <summary>Life-cycle state of an object that is started and stopped.</summary>
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
///   from any state: Dispose ──▶ Disposed (final)
/// </code>
/// </remarks>
public enum LifeState
{
    /// <summary>Created, never started.</summary>
    Created,

    /// <summary>Started, or being started.</summary>
    Running,

    /// <summary>Stop was requested; the work has not ended yet.</summary>
    Stopping,

    /// <summary>Stopped; no work is running.</summary>
    Stopped,

    /// <summary>Disposed of. Nothing can be started any more.</summary>
    Disposed,
}
