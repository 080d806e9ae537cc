namespace Continuo.Client.Contract.Recordings;

/// <summary>State of a recording.</summary>
public enum RecordingState
{
    /// <summary>It is being written.</summary>
    Running,

    /// <summary>It is complete.</summary>
    Finished,

    /// <summary>An error or a crash has ended it. What was written before is kept.</summary>
    Failed,
}
