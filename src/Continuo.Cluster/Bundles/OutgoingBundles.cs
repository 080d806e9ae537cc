using Continuo.Rtp.Sockets;
using Continuo.Rtp.Srtp;

namespace Continuo.Cluster.Bundles;

/// <summary>The stream of bundles to one node.</summary>
/// <param name="node">Its name.</param>
internal sealed class OutgoingBundles(string node)
{
    private BundleFeed[] _feeds = [];
    private BundleRoute? _route;

    public string Node { get; } = node;

    /// <summary>The rooms; replaced by the control plane.</summary>
    public BundleFeed[] Feeds
    {
        get => Volatile.Read(ref _feeds);
        set => Volatile.Write(ref _feeds, value);
    }

    /// <summary>Where to, and with which key; replaced by the control plane, <see langword="null"/> before the first invitation.</summary>
    public BundleRoute? Route
    {
        get => Volatile.Read(ref _route);
        set => Volatile.Write(ref _route, value);
    }

    /// <summary>Begin of the period in which <see cref="InPeriod"/> is counted. Of the sending thread.</summary>
    public long Period { get; set; }

    /// <summary>Datagrams sent in this period. Of the sending thread.</summary>
    public int InPeriod { get; set; }

    /// <summary>An accepted invitation. The sequence number is the sending thread's.</summary>
    internal sealed class BundleRoute(PeerAddress peer, uint ssrc, SrtpProtector protector)
    {
        public PeerAddress Peer { get; } = peer;

        public uint Ssrc { get; } = ssrc;

        public SrtpProtector Protector { get; } = protector;

        public ushort Sequence { get; set; }
    }
}
