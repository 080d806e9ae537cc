namespace Continuo.Rtp.Jitter;

/// <summary>What became of a packet.</summary>
internal enum SlotState
{
    /// <summary>It has not come.</summary>
    Empty,

    /// <summary>It waits to be played.</summary>
    Held,

    /// <summary>It was played.</summary>
    Played,

    /// <summary>It was not there when it was due.</summary>
    Missed,

    /// <summary>It was not there when it was due, and came after that.</summary>
    Late,
}
