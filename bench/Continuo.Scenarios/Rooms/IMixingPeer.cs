using System.Net;
using Continuo.Rtp.Sockets;

namespace Continuo.Scenarios.Rooms;

/// <summary>A mixing server in a process of its own, whose participants send and receive Opus over RTP.</summary>
internal interface IMixingPeer : IDisposable
{
    /// <summary>Name in the table.</summary>
    string Name { get; }

    /// <summary>Id of the mixing process.</summary>
    int ProcessId { get; }

    /// <summary>Volumes that each listener changes.</summary>
    int ChangedVolumes { get; }

    /// <summary>Adds the participants.</summary>
    /// <param name="count">Number of participants.</param>
    /// <param name="ears">Where they receive their mixes.</param>
    /// <returns>Where each of them sends to.</returns>
    IReadOnlyList<PeerAddress> Join(int count, IPEndPoint ears);

    /// <summary>The participant to whom a datagram is addressed; negative if there is none.</summary>
    /// <param name="from">Sender of the datagram.</param>
    /// <param name="ssrc">SSRC of the packet.</param>
    int ParticipantOf(in PeerAddress from, uint ssrc);

    /// <summary>What the peer itself counts since the last call; empty if it counts nothing.</summary>
    string Count();
}
