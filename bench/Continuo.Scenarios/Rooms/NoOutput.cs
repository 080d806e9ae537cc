using Continuo.Rooms;

namespace Continuo.Scenarios.Rooms;

/// <summary>A listener who takes what is delivered.</summary>
internal sealed class NoOutput : IListenerOutput
{
    public void Deliver(in RoomBlock block)
    {
    }
}
