using System.Security.Cryptography;
using Continuo.Rtp.Sockets;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Sessions.Peers;
using Continuo.WebRtc.Stun;

namespace Continuo.WebRtc.Client;

/// <summary>
/// The controlling side of ICE (RFC 8445) towards a server: checks its host candidates, nominates the first that answers, and asks for its consent from then on
/// (RFC 7675). No candidates of our own are announced: the server learns our address from the checks. The port's receive thread's, but for <see cref="Begin"/>.
/// </summary>
internal sealed class IceClient
{
    private const long ConsentNanoseconds = 2_500_000_000;
    private const int MaxCandidates = 16;
    private const int MaxCheckBytes = 700;

    private readonly SessionPort _port;
    private readonly PeerConnection _peer;
    private readonly byte[] _localFragment;
    private readonly byte[] _remoteFragment;
    private readonly byte[] _remoteKey;
    private readonly PeerAddress[] _candidates;
    private readonly byte[][] _transactions;
    private readonly byte[] _check = new byte[MaxCheckBytes];
    private readonly ulong _tieBreaker = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private int _selected = -1;
    private long _nextCheck;

    /// <summary>Prepares checks.</summary>
    /// <param name="port">The port, not started yet.</param>
    /// <param name="peer">The server.</param>
    /// <param name="remote">The server's credentials.</param>
    /// <param name="candidates">The server's candidates, best first. Further ones than sixteen are ignored.</param>
    public IceClient(SessionPort port, PeerConnection peer, IceCredentials remote, IEnumerable<PeerAddress> candidates)
    {
        (_port, _peer, _remoteKey) = (port, peer, remote.PasswordBytes);
        _localFragment = peer.Options.Local.FragmentBytes;
        _remoteFragment = remote.FragmentBytes;
        _candidates = [.. candidates.Distinct().Take(MaxCandidates)];
        _transactions = [.. _candidates.Select(_ => new byte[StunCheck.TransactionBytes])];
        port.ResponseReceived = Take;
        port.Ticking = Tick;
    }

    /// <summary>Sends the first checks. Before the port is started.</summary>
    public void Begin() => Tick(_port.Clock.Now);

    private void Tick(long now)
    {
        if (now < _nextCheck) return;
        if (_selected >= 0)
        {
            Check(_selected, nominate: true);
            _nextCheck = now + ConsentNanoseconds;
            return;
        }

        for (var i = 0; i < _candidates.Length; i++) Check(i, nominate: false);
    }

    private void Take(in StunMessage message, in PeerAddress from, long arrival)
    {
        for (var i = 0; i < _candidates.Length; i++)
        {
            // The response comes from where the check went (RFC 8445, 7.2.5.2.1).
            if (_candidates[i] != from || !StunCheck.IsSuccess(message, _transactions[i], _remoteKey)) continue;
            if (_selected < 0)
            {
                _selected = i;
                Check(i, nominate: true);
                _nextCheck = arrival + ConsentNanoseconds;
            }

            if (_selected == i) _peer.TakeCheck(from, isNominated: true, arrival);
            return;
        }
    }

    // A repeated check keeps its transaction while the path is not found, so that a late answer still counts.
    private void Check(int index, bool nominate)
    {
        var transaction = _transactions[index];
        if (nominate || transaction.AsSpan().IndexOfAnyExcept((byte)0) < 0) RandomNumberGenerator.Fill(transaction);
        var credentials = new StunCredentials(_localFragment, _remoteFragment, _remoteKey);
        var length = StunCheck.Write(_check, transaction, credentials, _tieBreaker, nominate);
        _port.Send(_check.AsSpan(0, length), _candidates[index]);
    }
}
