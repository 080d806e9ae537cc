namespace Continuo.WebRtc.Dtls;

/// <summary>Sends DTLS datagrams to the peer, wherever it is at present. Thread-safe; never throws.</summary>
internal interface IDtlsWire
{
    /// <summary>Sends a datagram.</summary>
    void Send(ReadOnlySpan<byte> datagram);
}
