namespace Continuo.Streams;

/// <summary>What the capture loop is about, as it tells the watchers.</summary>
internal enum CaptureState
{
    /// <summary>Nothing has come from the source yet.</summary>
    Waiting,

    /// <summary>The source delivers, or says that it has nothing to deliver.</summary>
    Capturing,

    /// <summary>The source is lost and being opened again.</summary>
    Reopening,

    /// <summary>The source has ended, or the stream was stopped.</summary>
    Ended,

    /// <summary>An error ended it.</summary>
    Failed,
}
