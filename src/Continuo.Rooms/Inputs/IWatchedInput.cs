using Continuo.Rtp.Packets;

namespace Continuo.Rooms.Inputs;

/// <summary>A speaker's input whose packets can be seen as they arrive, so that a gateway forwards them without decoding.</summary>
internal interface IWatchedInput
{
    /// <summary>Who sees the packets.</summary>
    PacketWatchers Watchers { get; }
}
