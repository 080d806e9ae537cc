using System.Collections.Concurrent;
using Continuo.Clocks;
using Continuo.Rooms;

namespace Continuo.Scenarios.Rooms;

/// <summary>A listener that notes when a block with a click is delivered.</summary>
internal sealed class ClickOutput(ConcurrentQueue<long> times) : IListenerOutput
{
    private const float Threshold = 0.2f;

    public void Deliver(in RoomBlock block)
    {
        foreach (var sample in block.Samples)
        {
            if (sample < Threshold) continue;
            times.Enqueue(SystemClock.Instance.Now);
            return;
        }
    }
}
