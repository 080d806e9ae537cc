using Continuo.Diagnostics;
using Continuo.Rooms;

namespace Continuo.Server.Rooms;

/// <summary>Output of a listener whose mix is only kept.</summary>
internal sealed class QuietOutput : IListenerOutput
{
    /// <inheritdoc/>
    [RealTime]
    public void Deliver(in RoomBlock block)
    {
    }
}
