namespace Continuo.Simulation.Playout;

/// <summary>
/// A playout method as a simulation runs it: packets go in as they arrive, and once per tick of the consumer's clock it
/// accounts for what it would have played. One thread; times are nanoseconds of the consumer's clock and never fall.
/// </summary>
public interface IPlayoutModel
{
    /// <summary>Takes a packet that has just arrived: in the order of arrival, duplicates and all.</summary>
    void Insert(in PlayoutPacket packet);

    /// <summary>Fills a tick: its pieces' lengths must add up to <see cref="PlayoutTick.Frames"/>.</summary>
    /// <param name="now">The time at which the tick's first frame is heard.</param>
    /// <param name="tick">What to fill.</param>
    void Pull(long now, PlayoutTick tick);
}
