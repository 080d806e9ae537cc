namespace Continuo.WebRtc.Sessions.Peers;

/// <summary>
/// A peer's share of the receive thread, by which a flood ends here. The receive thread's, but for <see cref="Rejected"/>.
/// </summary>
internal sealed class PeerBudget
{
    /// <summary>Most packets in a tick: a hundred times what audio needs.</summary>
    public const int Packets = 1000;

    /// <summary>Most packets in a tick that may turn out not to be authentic, which costs more than accepting one.</summary>
    private const int FalsePackets = 50;

    private int _packets = Packets;
    private int _false = FalsePackets;
    private long _rejected;

    /// <summary>Packets that were not authentic, repeated, malformed, or too many. Thread-safe.</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    /// <summary>Another tick begins.</summary>
    public void Renew() => (_packets, _false) = (Packets, FalsePackets);

    /// <summary>Takes one packet's share.</summary>
    /// <returns>Whether the packet may be looked at.</returns>
    public bool TrySpend()
    {
        if (--_packets >= 0 && _false > 0) return true;
        Reject();
        return false;
    }

    /// <summary>Counts a packet that was not accepted.</summary>
    /// <param name="isFalse">Whether it was not authentic.</param>
    public void Reject(bool isFalse = false)
    {
        if (isFalse) _false--;
        Volatile.Write(ref _rejected, _rejected + 1);
    }
}
