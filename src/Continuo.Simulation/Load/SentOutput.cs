using Continuo.Diagnostics;
using Continuo.Rooms;

namespace Continuo.Simulation.Load;

/// <summary>An output that tells the listener when the room delivers, before the packet travels.</summary>
/// <param name="ear">The listener.</param>
/// <param name="inner">Sends the packet.</param>
internal sealed class SentOutput(LoadEar ear, IListenerOutput inner) : IListenerOutput
{
    /// <inheritdoc/>
    [RealTime]
    public void Deliver(in RoomBlock block)
    {
        ear.Send(block);
        inner.Deliver(block);
    }
}
