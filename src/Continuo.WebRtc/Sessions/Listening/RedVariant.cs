using Continuo.Rtp.Wire;

namespace Continuo.WebRtc.Sessions.Listening;

/// <summary>
/// The payload with a copy of the previous one (RFC 2198), made once for all listeners that number Opus alike. One thread.
/// </summary>
internal sealed class RedVariant
{
    private readonly RedWriter _writer;
    private readonly byte[] _payload = new byte[MaxPayloadBytes];
    private int _length;

    public RedVariant(byte payloadType) => (PayloadType, _writer) = (payloadType, new RedWriter(payloadType, 1));

    // A header of 12 with an extension of 16 and a tag of 16 fit with it into a datagram of 1252.
    private const int MaxPayloadBytes = 1208;

    /// <summary>Payload type of Opus inside.</summary>
    public byte PayloadType { get; }

    /// <summary>The present payload.</summary>
    public ReadOnlySpan<byte> Payload => _payload.AsSpan(0, _length);

    /// <summary>Makes the payload of a packet.</summary>
    public void Write(uint timestamp, ReadOnlySpan<byte> payload)
    {
        _length = payload.Length < MaxPayloadBytes ? _writer.Write(timestamp, payload, _payload) : 0;
    }
}
