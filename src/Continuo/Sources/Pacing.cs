namespace Continuo.Sources;

/// <summary>Speed at which a source without a clock (a file, a generator) is read.</summary>
public enum Pacing
{
    /// <summary>In real time: a chunk is written when a device would have captured its last frame.</summary>
    Clock,

    /// <summary>As fast as the slowest reader reads. For offline processing; nothing is lost.</summary>
    Unpaced,
}
