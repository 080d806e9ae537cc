using System.Security.Cryptography;
using Continuo.Rtp.Sockets;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Sessions.Peers;
using Continuo.WebRtc.Stun;

namespace Continuo.WebRtc.Client;

/// <summary>
/// The controlling side of ICE (RFC 8445) towards a server: checks its host candidates, nominates the first that answers, and asks for its
/// consent from then on (RFC 7675), sooner when the server is silent. No candidates of our own are announced: the server learns our address
/// from the checks. The port's receive thread's, but for <see cref="Begin"/>.
/// </summary>
internal sealed class IceClient
{
    private const int MaxCandidates = 16;
    private const int MaxCheckBytes = 700;
    private const int MaxOpenChecks = 32; // of the selected pair, the latest: an answer may be late

    private readonly SessionPort _port;
    private readonly PeerConnection _peer;
    private readonly byte[] _localFragment;
    private readonly byte[] _remoteFragment;
    private readonly byte[] _remoteKey;
    private readonly PeerAddress[] _candidates;
    private readonly byte[][] _transactions;
    private readonly byte[] _check = new byte[MaxCheckBytes];
    private readonly ulong _tieBreaker = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly (byte[] Transaction, long Sent)[] _open = new (byte[], long)[MaxOpenChecks];
    private int _selected = -1;
    private int _nextOpen;
    private PathWatch? _watch; // of the selected pair
    private volatile bool _isInDoubt;
    private volatile bool _isLeaving;

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
        for (var i = 0; i < MaxOpenChecks; i++) _open[i].Transaction = new byte[StunCheck.TransactionBytes];
        port.ReplyReceived = Take;
        port.Ticking = Tick;
    }

    /// <summary>Whether the server has been silent for so long that it may be gone; see <see cref="PathWatch"/>. Thread-safe.</summary>
    public bool IsInDoubt => _isInDoubt;

    /// <summary>Whether the server has said that it will end the session soon. Thread-safe.</summary>
    public bool IsLeaving => _isLeaving;

    /// <summary>Sends the first checks. Before the port is started.</summary>
    public void Begin() => Tick(_port.Clock.Now);

    private void Tick(long now)
    {
        if (_watch is not { } watch)
        {
            for (var i = 0; i < _candidates.Length; i++) Check(i);
            return;
        }

        if (_peer.TryTakeSignOfLife()) watch.Hear(now);
        if (watch.IsCheckDue(now)) AskConsent(now);
        _isInDoubt = watch.IsInDoubt(now);
    }

    private void Take(in StunMessage message, in PeerAddress from, long arrival)
    {
        if (_watch is { } watch)
        {
            if (_candidates[_selected] != from) return;
            if (StunLeaving.Is(message, _remoteKey)) _isLeaving = true;
            foreach (var (transaction, sent) in _open)
            {
                if (sent == 0 || !StunCheck.IsSuccess(message, transaction, _remoteKey)) continue;
                watch.HearAnswer(sent, arrival);
                _peer.TakeCheck(from, isNominated: true, arrival);
                return;
            }
        }

        for (var i = 0; i < _candidates.Length; i++)
        {
            // The response comes from where the check went (RFC 8445, 7.2.5.2.1).
            if (_candidates[i] != from || !StunCheck.IsSuccess(message, _transactions[i], _remoteKey)) continue;
            if (_selected < 0)
            {
                _selected = i;
                _watch = new PathWatch(arrival);
                if (_watch.IsCheckDue(arrival)) AskConsent(arrival);
            }

            if (_selected == i) _peer.TakeCheck(from, isNominated: true, arrival);
            return;
        }
    }

    private void AskConsent(long now)
    {
        ref var check = ref _open[_nextOpen];
        _nextOpen = (_nextOpen + 1) % MaxOpenChecks;
        RandomNumberGenerator.Fill(check.Transaction);
        check.Sent = now;
        Send(check.Transaction, _selected, nominate: true);
    }

    // A repeated check keeps its transaction while the path is not found, so that a late answer still counts.
    private void Check(int index)
    {
        var transaction = _transactions[index];
        if (transaction.AsSpan().IndexOfAnyExcept((byte)0) < 0) RandomNumberGenerator.Fill(transaction);
        Send(transaction, index, nominate: false);
    }

    private void Send(ReadOnlySpan<byte> transaction, int index, bool nominate)
    {
        var credentials = new StunCredentials(_localFragment, _remoteFragment, _remoteKey);
        var length = StunCheck.Write(_check, transaction, credentials, _tieBreaker, nominate);
        _port.Send(_check.AsSpan(0, length), _candidates[index]);
    }
}
