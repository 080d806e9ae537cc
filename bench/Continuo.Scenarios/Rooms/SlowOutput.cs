using Continuo.Rooms;

namespace Continuo.Scenarios.Rooms;

/// <summary>A listener that holds up its node's tick.</summary>
internal sealed class SlowOutput : IListenerOutput
{
    public volatile int Milliseconds;

    public void Deliver(in RoomBlock block)
    {
        if (Milliseconds > 0) Thread.Sleep(Milliseconds);
    }
}
