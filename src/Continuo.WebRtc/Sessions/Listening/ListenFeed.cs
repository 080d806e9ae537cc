using Continuo.Rtp.Encoders;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Sessions.Listening;

/// <summary>
/// Sends the packets of an encoder to its listeners: protects each packet for each listener, and sends in batches, on the encoder's
/// thread. A listener cannot delay another: UDP does not wait. Allocates nothing per packet.
/// </summary>
internal sealed class ListenFeed(StreamEncoder encoder, SessionPort port, TimeProvider wallClock) : IEncoderOutput
{
    private const int BatchDatagrams = 64;
    private const int MaxDatagramBytes = 1500;

    private readonly DatagramBatch _batch = new(BatchDatagrams, MaxDatagramBytes);
    private readonly PeerListener?[] _owners = new PeerListener?[BatchDatagrams]; // of the datagrams in the batch
    private readonly Lock _control = new(); // among controlling threads
    private PeerListener[] _listeners = [];
    private RedVariant[] _variants = [];

    public StreamEncoder Encoder => encoder;

    public PacketCodec Codec => encoder.Codec;

    /// <summary>Adds a listener, whose packets begin with the next one.</summary>
    public void Add(PeerListener listener)
    {
        lock (_control)
        {
            if (listener.Variant is { } type && !_variants.Any(v => v.PayloadType == type))
            {
                Volatile.Write(ref _variants, [.. _variants, new RedVariant(type)]);
            }

            Volatile.Write(ref _listeners, [.. _listeners, listener]);
            if (_listeners.Length == 1) encoder.Add(this, isFirst: true);
        }
    }

    /// <summary>Removes a listener. Its packet that is being sent is the last.</summary>
    public void Remove(PeerListener listener)
    {
        lock (_control)
        {
            Volatile.Write(ref _listeners, [.. _listeners.Where(l => l != listener)]);
            if (_listeners.Length == 0) encoder.Remove(this);
        }
    }

    /// <inheritdoc/>
    public void Send(in OutgoingPacket packet)
    {
        var now = port.Clock.Now;
        var wall = wallClock.GetUtcNow().UtcDateTime;
        // What the packet decodes to begins with samples that the encoder held back from the packet before.
        var captured = (packet.CaptureTime < 0 ? now - Codec.Format.ToNanoseconds(packet.Frames) : packet.CaptureTime)
            - Codec.Format.ToNanoseconds(encoder.LookAheadFrames);
        var timestamp = (uint)Codec.ToClock(packet.MediaTime);
        var sending = new Sending(timestamp, RtcpSenderReport.ToNtp(wall.AddTicks((captured - now) / 100)), RtcpSenderReport.ToNtp(wall),
            encoder.Level, packet.IsFirst, now)
        {
            TimestampNow = timestamp + (uint)Codec.ToClock(Codec.Format.ToFrames(now - captured)),
        };
        var variants = Volatile.Read(ref _variants);
        foreach (var variant in variants) variant.Write(timestamp, packet.Payload);
        foreach (var listener in Volatile.Read(ref _listeners))
        {
            Send(listener, listener.Variant is { } type ? PayloadOf(variants, type, packet.Payload) : packet.Payload, sending);
        }

        Flush();
    }

    /// <summary>The host ends the sessions of a stream that was disposed.</summary>
    void IEncoderOutput.End()
    {
    }

    private void Send(PeerListener listener, ReadOnlySpan<byte> payload, in Sending sending)
    {
        try
        {
            Queue(listener, listener.Write(_batch.Next, payload, sending, out var to), to);
            if (listener.IsReportDue(sending.Now)) Queue(listener, listener.WriteReport(_batch.Next, sending, out to), to);
        }
        catch (Exception e)
        {
            // An internal error ends only this listener's session.
            port.UserCode.Count(e, "A listener's packet");
            listener.Connection!.End($"sending failed unexpectedly ({e.Message})");
        }
    }

    private static ReadOnlySpan<byte> PayloadOf(RedVariant[] variants, byte type, ReadOnlySpan<byte> plain)
    {
        foreach (var variant in variants)
        {
            if (variant.PayloadType == type) return variant.Payload;
        }

        return plain;
    }

    private void Queue(PeerListener listener, int bytes, in PeerAddress to)
    {
        if (bytes == 0) return;
        _owners[_batch.Count] = listener;
        _batch.Add(bytes, to);
        if (_batch.Count == _batch.Capacity) Flush();
    }

    private void Flush()
    {
        if (_batch.Count > 0 && port.Send(_batch) < _batch.Count)
        {
            for (var i = 0; i < _batch.Count; i++)
            {
                if (_batch.IsRefused(i)) _owners[i]!.CountRefused();
            }
        }

        _batch.Clear();
    }
}
