namespace Continuo.Rtp.Jitter;

/// <summary>Outcome of a packet.</summary>
internal enum SlotState
{
    /// <summary>It has not arrived.</summary>
    Empty,

    /// <summary>It is stored and waits to be played.</summary>
    Held,

    /// <summary>It was played.</summary>
    Played,

    /// <summary>It was missing when it was due.</summary>
    Missed,

    /// <summary>It was missing when it was due, and arrived later.</summary>
    Late,
}
