using Continuo.Rtp.Srtp;

namespace Continuo.WebRtc.Dtls;

/// <summary>An established DTLS connection, which carries only alerts and repeated handshake messages from now on. Thread-safe.</summary>
internal interface IDtlsConnection
{
    /// <summary>Profile and master keys of SRTP.</summary>
    SrtpKeyingMaterial Keys { get; }

    /// <summary>Our side of the handshake.</summary>
    DtlsRole Role { get; }

    /// <summary>Whether the connection was closed, by either side.</summary>
    bool IsClosed { get; }

    /// <summary>
    /// Processes the records that wait in the pipe: answers repeated flights and notices alerts. Blocks for a few milliseconds at most.
    /// </summary>
    /// <returns>Whether the connection is still open; <see langword="false"/> after the peer's close_notify or fatal alert.</returns>
    bool Process();

    /// <summary>Sends a close_notify and closes the pipe. Idempotent.</summary>
    void Close();
}
