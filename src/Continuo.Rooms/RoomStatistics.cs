using Continuo.Rooms.Hosting;

namespace Continuo.Rooms;

/// <summary>Statistics of a <see cref="Room"/> since it was opened.</summary>
public sealed record RoomStatistics
{
    /// <summary>Ticks.</summary>
    public long Ticks { get; init; }

    /// <summary>Packets encoded; listeners of equal mixes share them.</summary>
    public long EncodedPackets { get; init; }

    /// <summary>Packets of lone speakers, forwarded without being encoded again.</summary>
    public long ForwardedPackets { get; init; }

    /// <summary>Mixes at present, the common one included.</summary>
    public int Mixes { get; init; }

    /// <summary>Changes handed to the tick.</summary>
    public long Commands { get; init; }

    /// <summary>Changes refused because too many waited.</summary>
    public long RefusedCommands { get; init; }

    /// <summary>Events not raised because too many waited; rooms of one host share the queue.</summary>
    public long DroppedEvents { get; init; }

    /// <summary>Exceptions of event handlers, inputs and outputs.</summary>
    public long Faults { get; init; }
}
