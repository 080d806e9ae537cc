namespace Continuo.Rings;

/// <summary>How a waiting reader is notified of a new chunk.</summary>
internal enum WakeMode
{
    /// <summary>The writer wakes the reader. On platforms without support for this, the reader polls.</summary>
    Event,

    /// <summary>The reader polls at an adaptive interval.</summary>
    Poll,

    /// <summary>
    /// The writer wakes the reader about every 50 ms of audio; in a small ring, every quarter of the ring. The last chunks before a pause
    /// are read after at most twice that time. For consumers that tolerate delay, such as files and meters; saves four of five wake-ups.
    /// </summary>
    Batch,
}
