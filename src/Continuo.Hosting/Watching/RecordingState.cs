namespace Continuo.Hosting.Watching;

/// <summary>State of a recording: Running → Finished or Failed.</summary>
public enum RecordingState
{
    /// <summary>The recording is in progress.</summary>
    Running,

    /// <summary>It has ended, and everything is written.</summary>
    Finished,

    /// <summary>An error ended it; what was written before is kept.</summary>
    Failed,
}
