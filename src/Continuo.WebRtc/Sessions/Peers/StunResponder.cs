using Continuo.Rtp.Sockets;
using Continuo.WebRtc.Stun;

namespace Continuo.WebRtc.Sessions.Peers;

/// <summary>
/// Answers connectivity checks (RFC 8445, 7.3) as the controlled side. A check that names none of our sessions gets nothing; one that is
/// not authentic gets an error, of which a limited number is sent and none is longer than its request. The receive thread's.
/// </summary>
internal sealed class StunResponder(SessionPort port)
{
    /// <summary>Most error responses in 100 ms, to everybody together.</summary>
    private const int ErrorsPerTick = 10;

    private readonly byte[] _reply = new byte[StunResponses.MaxBytes];
    private int _errorsLeft = ErrorsPerTick;

    /// <summary>Another 100 ms are over.</summary>
    public void Tick() => _errorsLeft = ErrorsPerTick;

    /// <summary>Handles a datagram that begins as STUN does.</summary>
    public void Take(ReadOnlySpan<byte> datagram, in PeerAddress from, long arrival)
    {
        if (!StunMessage.TryParse(datagram, out var message)) return;
        switch (message.Type)
        {
            case StunType.Request:
                TakeRequest(message, from, arrival);
                return;
            case StunType.Success or StunType.Error or StunType.Indication: // most indications only keep a path open
                port.ReplyReceived?.Invoke(message, from, arrival);
                return;
            default:
                return;
        }
    }

    private void TakeRequest(in StunMessage request, in PeerAddress from, long arrival)
    {
        if (port.Find(request.ReceiverFragment) is not { } peer) return;
        var key = peer.Options.Local.PasswordBytes;
        if (!request.HasIntegrity(key))
        {
            Refuse(request, from);
            return;
        }

        if (request.UnknownAttribute != 0)
        {
            Reply(StunResponses.WriteError(_reply, request, StunErrorCode.UnknownAttribute, key), from);
            return;
        }

        // The answer first: the peer's handshake waits for it.
        Reply(StunResponses.WriteSuccess(_reply, request, from, key), from);
        peer.TakeCheck(from, request.IsNomination, arrival);
    }

    private void Refuse(in StunMessage request, in PeerAddress from)
    {
        if (_errorsLeft == 0) return;
        _errorsLeft--;
        Reply(StunResponses.WriteError(_reply, request, request.IsSigned ? StunErrorCode.Unauthenticated : StunErrorCode.BadRequest), from);
    }

    private void Reply(int length, in PeerAddress to)
    {
        if (length > 0) port.Send(_reply.AsSpan(0, length), to);
    }
}
