using Continuo.Rtp.Sockets;

namespace Continuo.Rtp.Reception;

/// <summary>
/// Decides when packets from another address continue a source: if the source has been silent for 200 ms and three packets continue the
/// stream, or for 1 s and three packets are in sequence. Not thread-safe; real-time-safe.
/// </summary>
internal struct AddressCandidate
{
    private const long QuietNanoseconds = 200_000_000;
    private const int Probation = 3;
    private const int MaxDropout = 3000;

    private PeerAddress _address;
    private ushort _next;
    private int _count;

    /// <summary>Records a packet from an address that is not the source's.</summary>
    /// <param name="from">The address.</param>
    /// <param name="sequence">Sequence number of the packet.</param>
    public void Note(in PeerAddress from, ushort sequence)
    {
        _count = from == _address && sequence == _next ? _count + 1 : 1;
        _address = from;
        _next = (ushort)(sequence + 1);
    }

    /// <summary>Whether the packet recorded last continues the source at its new address.</summary>
    /// <param name="highest">Highest sequence number of the source.</param>
    /// <param name="quiet">For how long the source has been silent, in nanoseconds.</param>
    public readonly bool Continues(ushort highest, long quiet)
    {
        var step = Math.Abs((short)((ushort)(_next - 1) - highest));
        return quiet >= QuietNanoseconds && _count >= Probation && (step <= MaxDropout || quiet >= RtpStream.OutageNanoseconds);
    }
}
