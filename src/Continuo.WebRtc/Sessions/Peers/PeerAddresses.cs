using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;

namespace Continuo.WebRtc.Sessions.Peers;

/// <summary>
/// The addresses at which a peer was authenticated, and the one that packets are sent to. The receive thread's, but for <see cref="Path"/>
/// and <see cref="Changes"/>.
/// </summary>
internal sealed class PeerAddresses(SessionPort port, PeerConnection peer)
{
    private const int Most = 8;

    private readonly PeerAddress[] _known = new PeerAddress[Most];
    private int _count;
    private PeerPath? _path;
    private long _changes;

    /// <summary>Where packets are sent; <see langword="null"/> before the first check. Thread-safe.</summary>
    [RealTime]
    public PeerPath? Path => Volatile.Read(ref _path);

    /// <summary>Number of times a connected peer has moved. Thread-safe.</summary>
    public long Changes => Volatile.Read(ref _changes);

    /// <summary>Whether the peer has nominated the path.</summary>
    public bool IsNominated { get; private set; }

    /// <summary>A check was authenticated.</summary>
    /// <returns>Whether the address belongs to this peer now; <see langword="false"/> if another uses it.</returns>
    public bool TryTake(in PeerAddress from, bool isNominated, long now)
    {
        if (!_known.AsSpan(0, _count).Contains(from) && !TryLearn(from, now)) return false;
        if (_path is null || isNominated) MoveTo(from);
        IsNominated |= isNominated;
        return true;
    }

    /// <summary>Sends to another of the known addresses from now on.</summary>
    public void MoveTo(in PeerAddress address)
    {
        if (_path is { } path && path.Address == address) return;
        if (_path is not null && peer.CanSend) Volatile.Write(ref _changes, _changes + 1);
        Volatile.Write(ref _path, new PeerPath(address));
    }

    /// <summary>Gives all addresses back to the port. Any thread, when the session has ended.</summary>
    public void Release()
    {
        foreach (var address in _known) port.Release(address, peer);
    }

    // Of too many, the oldest that is not in use is forgotten.
    private bool TryLearn(in PeerAddress address, long now)
    {
        if (!port.TryClaim(address, peer, now)) return false;
        if (_count == Most)
        {
            var oldest = _path is { } path && _known[0] == path.Address ? 1 : 0;
            port.Release(_known[oldest], peer);
            _known.AsSpan(oldest + 1).CopyTo(_known.AsSpan(oldest));
            _count--;
        }

        _known[_count++] = address;
        return true;
    }
}
