namespace Continuo.Streams;

/// <summary>State of the capture loop.</summary>
internal enum CaptureState
{
    /// <summary>The source has not delivered anything yet.</summary>
    Waiting,

    /// <summary>The source delivers, or reports that it is idle.</summary>
    Capturing,

    /// <summary>The source is lost and is being reopened.</summary>
    Reopening,

    /// <summary>The source has ended, or the stream was stopped.</summary>
    Ended,

    /// <summary>It failed.</summary>
    Failed,
}
