namespace Continuo.Audio;

/// <summary>Why frames are missing from a timeline, or chunks from a reader.</summary>
public enum GapReason
{
    /// <summary>Nothing is missing.</summary>
    None,

    /// <summary>The reader was lapped by the writer.</summary>
    Overrun,

    /// <summary>The reader skipped ahead to keep its <c>MaxLag</c>.</summary>
    Late,

    /// <summary>The reader gave chunks up under load, on purpose.</summary>
    Shed,

    /// <summary>The reader was closed before it had read them.</summary>
    Stopped,

    /// <summary>The device or its server reported a hole: it lost the frames before Continuo could read them.</summary>
    Device,

    /// <summary>The source was lost (device unplugged, server gone) and has been reconnected.</summary>
    Outage,
}
