using Continuo.Diagnostics;

namespace Continuo.Playing;

/// <summary>
/// Transfers a filled lane from the reading thread to the mix: one thread offers it, and either the other takes it or the first withdraws
/// it, never both. Lock-free; real-time-safe.
/// </summary>
[RealTime]
internal sealed class LaneOffer
{
    private long _value; // epoch and lane; 0: none

    /// <summary>Offers a lane in which an epoch can begin. Earlier writes to the lane are visible to the thread that takes it.</summary>
    public void Make(long epoch, int lane) => Interlocked.Exchange(ref _value, (epoch << 1) | (uint)lane);

    /// <summary>Withdraws the offer; <see langword="false"/> if there is none, or it has been taken.</summary>
    public bool Withdraw() => Interlocked.Exchange(ref _value, 0) != 0;

    /// <summary>Takes the lane of an epoch, if it is offered.</summary>
    public bool TryTake(long epoch, out int lane)
    {
        var value = Volatile.Read(ref _value);
        lane = (int)(value & 1);
        return value != 0 && value >> 1 == epoch && Interlocked.CompareExchange(ref _value, 0, value) == value;
    }
}
