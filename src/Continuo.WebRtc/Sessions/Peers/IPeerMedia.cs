namespace Continuo.WebRtc.Sessions.Peers;

/// <summary>
/// Receives the decrypted packets of one peer. The packet methods are called on the receive thread: they must not block, allocate or throw.
/// </summary>
internal interface IPeerMedia
{
    /// <summary>Handles an RTP packet.</summary>
    /// <param name="packet">Valid during the call.</param>
    /// <param name="arrival">Arrival time in nanoseconds of the host's clock.</param>
    void TakeRtp(ReadOnlySpan<byte> packet, long arrival);

    /// <summary>Handles a compound RTCP packet.</summary>
    /// <param name="packet">Valid during the call.</param>
    /// <param name="arrival">Arrival time in nanoseconds of the host's clock.</param>
    void TakeRtcp(ReadOnlySpan<byte> packet, long arrival);

    /// <summary>The keys are known: packets can be sent. On the handshake's thread, once.</summary>
    void Begin();

    /// <summary>The session is over. On any thread, once; also without <see cref="Begin"/>.</summary>
    void End();
}
