namespace Continuo.Hosting.Watching;

/// <summary>What a <see cref="HostEvent"/> reports.</summary>
public enum HostEventKind
{
    /// <summary>The state of everything: the first event, and the one after events were missed.</summary>
    Snapshot,

    /// <summary>A stream was added.</summary>
    StreamAdded,

    /// <summary>A stream's health has changed.</summary>
    StreamHealthChanged,

    /// <summary>A stream was removed.</summary>
    StreamRemoved,

    /// <summary>A player was added.</summary>
    PlayerAdded,

    /// <summary>A player's state, transport, tracks or mix has changed, or its output has failed; published within 0.1 s.</summary>
    PlayerChanged,

    /// <summary>A player was removed.</summary>
    PlayerRemoved,

    /// <summary>A recording was started.</summary>
    RecordingStarted,

    /// <summary>A recording has ended, and everything is written.</summary>
    RecordingFinished,

    /// <summary>An error has ended a recording.</summary>
    RecordingFailed,

    /// <summary>An ended recording is no longer listed: its name is used again, or too many have ended since.</summary>
    RecordingForgotten,
}
