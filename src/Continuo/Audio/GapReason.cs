namespace Continuo.Audio;

/// <summary>Why frames are missing from a timeline, or chunks from a reader.</summary>
public enum GapReason
{
    /// <summary>Nothing is missing.</summary>
    None,

    /// <summary>The writer overwrote the chunks before the reader read them.</summary>
    Overrun,

    /// <summary>The reader skipped ahead to keep its <c>MaxLag</c>.</summary>
    Late,

    /// <summary>The reader skipped chunks deliberately, to reduce its load.</summary>
    Shed,

    /// <summary>The reader was closed before it read the chunks.</summary>
    Stopped,

    /// <summary>The device or audio server reported that it lost the frames.</summary>
    Device,

    /// <summary>The source was disconnected (device unplugged, server stopped) and has been reconnected.</summary>
    Outage,
}
