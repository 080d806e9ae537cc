using Google.Protobuf;

namespace Continuo.Mumble.Protocol;

/// <summary>
/// Messages over a connected stream. One thread at a time reads; any thread writes, one after another. The payload of a message is valid
/// until the next read.
/// </summary>
internal sealed class ControlStream(Stream stream) : IDisposable
{
    private const int KeptBytes = 64 * 1024;

    private readonly Lock _writing = new();
    private readonly byte[] _header = new byte[ControlMessage.HeaderBytes];
    private readonly byte[] _tunnelled = new byte[ControlMessage.HeaderBytes + 2048];
    private byte[] _payload = new byte[2048];

    /// <summary>Reads the next message.</summary>
    /// <exception cref="EndOfStreamException">The peer has closed the connection.</exception>
    /// <exception cref="IOException">The connection is lost.</exception>
    /// <exception cref="InvalidDataException">The peer does not follow the protocol.</exception>
    public async ValueTask<(ControlMessageType Type, ReadOnlyMemory<byte> Payload)> ReadAsync(CancellationToken cancellation)
    {
        await stream.ReadExactlyAsync(_header, cancellation).ConfigureAwait(false);
        var (type, length) = ControlMessage.ReadHeader(_header);
        if (length > _payload.Length || (_payload.Length > KeptBytes && length <= KeptBytes)) _payload = new byte[Math.Max(length, 2048)];
        await stream.ReadExactlyAsync(_payload.AsMemory(0, length), cancellation).ConfigureAwait(false);
        return (type, _payload.AsMemory(0, length));
    }

    /// <summary>Writes a message. Blocks while the peer does not read.</summary>
    /// <exception cref="IOException">The connection is lost.</exception>
    public void Write(ControlMessageType type, IMessage message)
    {
        var bytes = ControlMessage.Create(type, message);
        lock (_writing) stream.Write(bytes);
    }

    /// <summary>Writes a voice packet of at most 2048 bytes. Blocks while the peer does not read.</summary>
    /// <exception cref="IOException">The connection is lost.</exception>
    public void WriteVoice(ReadOnlySpan<byte> packet)
    {
        lock (_writing)
        {
            ControlMessage.WriteHeader(_tunnelled, ControlMessageType.UdpTunnel, packet.Length);
            packet.CopyTo(_tunnelled.AsSpan(ControlMessage.HeaderBytes));
            stream.Write(_tunnelled.AsSpan(0, ControlMessage.HeaderBytes + packet.Length));
        }
    }

    /// <summary>Closes the stream; ends reads and writes in progress.</summary>
    public void Dispose() => stream.Dispose();
}
