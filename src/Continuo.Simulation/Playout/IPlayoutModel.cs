namespace Continuo.Simulation.Playout;

/// <summary>
/// A playout method in a simulation: packets are inserted as they arrive, and once per tick of the consumer's clock it reports what it
/// would have played. Not thread-safe; times are nanoseconds of the consumer's clock and never decrease.
/// </summary>
public interface IPlayoutModel
{
    /// <summary>Inserts a packet that has just arrived. Called in the order of arrival, including duplicates.</summary>
    void Insert(in PlayoutPacket packet);

    /// <summary>Fills a tick: the lengths of its pieces must add up to <see cref="PlayoutTick.Frames"/>.</summary>
    /// <param name="now">Time at which the tick's first frame is heard.</param>
    /// <param name="tick">The tick to fill.</param>
    void Pull(long now, PlayoutTick tick);
}
