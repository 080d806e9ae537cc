using Continuo.Rtp.Srtp;
using Org.BouncyCastle.Tls;

namespace Continuo.WebRtc.Dtls.BouncyCastle;

/// <summary>A connection of <see cref="BouncyEngine"/>.</summary>
internal sealed class BouncyConnection(DtlsTransport transport, HandshakeState state, DtlsPipe pipe) : IDtlsConnection
{
    private readonly byte[] _buffer = new byte[DtlsPipe.MaxReceiveBytes];
    private readonly Lock _lock = new();

    public SrtpKeyingMaterial Keys { get; } = state.Keys!;

    public DtlsRole Role => state.Request.Role;

    public bool IsClosed => pipe.IsClosed;

    public bool Process()
    {
        lock (_lock)
        {
            try
            {
                // No data is expected (data channels are not offered); what comes is discarded. BouncyCastle loops inside until its wait is
                // over: 1 ms is the shortest.
                for (var i = 0; i < DtlsPipe.Capacity && !pipe.IsClosed && pipe.HasAny; i++)
                {
                    transport.Receive(_buffer, 0, _buffer.Length, 1);
                }
            }
            catch (Exception e) when (e is TlsException or IOException)
            {
                // A fatal alert: the connection is closed.
                pipe.Close();
            }

            if (state.IsClosedByPeer) pipe.Close();
            return !pipe.IsClosed;
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            if (pipe.IsClosed) return;
            transport.Close(); // sends close_notify, then closes the pipe
            pipe.Close();
        }
    }
}
