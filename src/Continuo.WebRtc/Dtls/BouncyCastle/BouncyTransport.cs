using Org.BouncyCastle.Tls;

namespace Continuo.WebRtc.Dtls.BouncyCastle;

/// <summary>A <see cref="DtlsPipe"/> as BouncyCastle sees it.</summary>
internal sealed class BouncyTransport(DtlsPipe pipe) : DatagramTransport
{
    private readonly RecordFilter _filter = new();

    /// <summary>The handshake is over: from now on only authentic records and repeated messages are processed.</summary>
    public void Establish() => _filter.IsEstablished = true;

    public int GetReceiveLimit() => DtlsPipe.MaxReceiveBytes;

    public int GetSendLimit() => DtlsPipe.MaxSendBytes;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        // Zero stands for ever. No wait is longer than a handshake, so that a mistake cannot hang a thread.
        var wait = TimeSpan.FromMilliseconds(waitMillis == 0 ? 1000 : waitMillis);
        var received = pipe.Receive(buffer, wait);
        while (received >= 0 && !_filter.Passes(buffer[..received])) received = pipe.Receive(buffer, TimeSpan.Zero);
        // A result of −1 from a closed pipe would be asked for again at once, until the handshake's own time-out.
        if (received < 0 && pipe.IsClosed) throw new TlsFatalAlert(AlertDescription.user_canceled, "the session was ended");
        return received;
    }

    public void Send(byte[] buf, int off, int len) => pipe.Send(buf.AsSpan(off, len));

    public void Send(ReadOnlySpan<byte> buffer) => pipe.Send(buffer);

    public void Close() => pipe.Close();
}
