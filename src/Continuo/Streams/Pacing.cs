namespace Continuo.Streams;

/// <summary>At what speed a source that has none of its own (a file, a generator) is read.</summary>
public enum Pacing
{
    /// <summary>In real time: a chunk appears when its last frame would have been captured by a device.</summary>
    Clock,

    /// <summary>As fast as it can be read, but no faster than the slowest reader takes it: offline, nothing is lost.</summary>
    Unpaced,
}
