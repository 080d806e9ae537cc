using Continuo.Diagnostics;
using Continuo.Rooms;
using Continuo.Rtp.Wire;
using Continuo.WebRtc.Sessions.Pushing;

namespace Continuo.Server.Rooms;

/// <summary>A room's listener that is a WebRTC peer: one packet per tick, with the audible speakers as contributing sources.</summary>
/// <param name="sender">Sends the packets.</param>
/// <param name="frames">Length of a tick at 48 kHz.</param>
internal sealed class PushedListenerOutput(PeerSender sender, int frames) : IListenerOutput
{
    private bool _isFirst = true;

    /// <inheritdoc/>
    [RealTime]
    public void Deliver(in RoomBlock block)
    {
        if (block.Payload.IsEmpty)
        {
            _isFirst = true;
            return;
        }

        Span<uint> sources = stackalloc uint[block.Contributions.Length];
        var loudest = (byte)127;
        for (var i = 0; i < sources.Length; i++)
        {
            sources[i] = block.Contributions[i].Source;
            loudest = Math.Min(loudest, block.Contributions[i].Level);
        }

#pragma warning disable CTN016, CTN017 // Encrypts in place and makes one system call that does not block; allocates nothing.
        sender.Send(block.Payload, sources, block.Position, frames, new RtpAudioLevel(loudest, sources.Length > 0), _isFirst);
#pragma warning restore CTN016, CTN017
        _isFirst = false;
    }
}
