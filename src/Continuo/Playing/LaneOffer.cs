using Continuo.Diagnostics;

namespace Continuo.Playing;

/// <summary>
/// How a lane that has been filled passes from the reading thread to the mix: offered by the one, taken by the other or taken back,
/// never both. Lock-free; real-time-safe.
/// </summary>
[RealTime]
internal sealed class LaneOffer
{
    private long _value; // epoch and lane; 0 for nothing

    /// <summary>Offers a lane in which an epoch can begin. What was written to it before is seen by who takes it.</summary>
    public void Make(long epoch, int lane) => Interlocked.Exchange(ref _value, (epoch << 1) | (uint)lane);

    /// <summary>Takes the offer back; false if there is none (any more).</summary>
    public bool Withdraw() => Interlocked.Exchange(ref _value, 0) != 0;

    /// <summary>Takes the lane of an epoch, if it is offered.</summary>
    public bool TryTake(long epoch, out int lane)
    {
        var value = Volatile.Read(ref _value);
        lane = (int)(value & 1);
        return value != 0 && value >> 1 == epoch && Interlocked.CompareExchange(ref _value, 0, value) == value;
    }
}
