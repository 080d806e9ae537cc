namespace Continuo.Playing;

/// <summary>Why an output writes as far ahead as it does.</summary>
public enum WriteAheadCause
{
    /// <summary>It is the least that the options ask for; nothing has needed more.</summary>
    Options,

    /// <summary>The sink was opened with a fixed amount.</summary>
    Fixed,

    /// <summary>The pauses of the last minute need it, by their 99.9th percentile.</summary>
    Pauses,

    /// <summary>One long pause came too near to the end of what was written.</summary>
    LongPause,

    /// <summary>The device ran dry.</summary>
    Underrun,

    /// <summary>It has been calm for a while; it goes down step by step.</summary>
    Calm,
}
