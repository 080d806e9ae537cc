namespace Continuo.Playing;

/// <summary>Cause of the current write-ahead.</summary>
internal enum WriteAheadCause
{
    /// <summary>The minimum of the options; nothing required more.</summary>
    Options,

    /// <summary>The sink has a fixed latency.</summary>
    Fixed,

    /// <summary>The 99.9th percentile of the pauses in the last minute requires it.</summary>
    Pauses,

    /// <summary>A single long pause almost used up the written audio.</summary>
    LongPause,

    /// <summary>The device had an underrun.</summary>
    Underrun,

    /// <summary>There were no long pauses for a while; the write-ahead shrinks step by step.</summary>
    Calm,
}
