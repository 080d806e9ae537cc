namespace Continuo.Rtp.Packets;

/// <summary>
/// Splits audio of any length into packets. The media time of a packet is the number of frames before it, gaps included. One thread at a
/// time, which also encodes and calls the wire; does not allocate after construction. The counters may be read from any thread.
/// </summary>
internal sealed class Packetizer
{
    private readonly IPacketEncoder _encoder;
    private readonly IPacketWire _wire;
    private readonly int _channels;
    private readonly float[] _pending;
    private readonly byte[] _payload;
    private int _pendingFrames;
    private long _mediaTime; // of the first pending frame
    private long _captureTime = -1; // of the first pending frame
    private bool _isFirst = true;
    private long _packets;
    private long _bytes;
    private long _suppressed;
    private long _gapFrames;

    /// <summary>Creates a packetizer. The caller keeps ownership of the encoder.</summary>
    /// <param name="encoder">Encoder of the payloads.</param>
    /// <param name="wire">Receives the packets.</param>
    public Packetizer(IPacketEncoder encoder, IPacketWire wire)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(wire);
        _encoder = encoder;
        _wire = wire;
        _channels = encoder.Format.Channels;
        _pending = new float[encoder.FramesPerPacket * _channels];
        _payload = new byte[encoder.MaxPayloadBytes];
    }

    /// <summary>Number of packets passed to the wire.</summary>
    public long Packets => Volatile.Read(ref _packets);

    /// <summary>Number of payload bytes in those packets.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Number of packets not sent during silence (discontinuous transmission). The media time includes them.</summary>
    public long Suppressed => Volatile.Read(ref _suppressed);

    /// <summary>Number of frames skipped by gaps.</summary>
    public long GapFrames => Volatile.Read(ref _gapFrames);

    /// <summary>Position of the next frame to be written, in frames.</summary>
    public long Position => _mediaTime + _pendingFrames;

    /// <summary>Adds audio and sends all complete packets.</summary>
    /// <param name="samples">Frames × channels, interleaved; any number of frames.</param>
    /// <param name="captureTime">When the first of them was captured, in nanoseconds; −1 if unknown.</param>
    /// <param name="gapFrames">Number of missing frames before them. A partly filled packet is completed with silence.</param>
    public void Write(ReadOnlySpan<float> samples, long captureTime = -1, long gapFrames = 0)
    {
        if (gapFrames > 0) Skip(gapFrames);
        long taken = 0;
        while (samples.Length >= _channels)
        {
            if (_pendingFrames == 0) _captureTime = captureTime < 0 ? -1 : captureTime + _encoder.Format.ToNanoseconds(taken);
            var frames = Math.Min(_encoder.FramesPerPacket - _pendingFrames, samples.Length / _channels);
            samples[..(frames * _channels)].CopyTo(_pending.AsSpan(_pendingFrames * _channels));
            samples = samples[(frames * _channels)..];
            taken += frames;
            Add(frames);
        }
    }

    /// <summary>Sends the last packet, padded with silence, and as much silence as the codec's look-ahead requires.</summary>
    public void Finish()
    {
        var left = _encoder.LookAheadFrames + _pendingFrames;
        if (Position == 0) return;
        while (left > 0)
        {
            _pending.AsSpan(_pendingFrames * _channels).Clear();
            Add(_encoder.FramesPerPacket - _pendingFrames);
            left -= _encoder.FramesPerPacket;
        }
    }

    private void Skip(long frames)
    {
        Volatile.Write(ref _gapFrames, _gapFrames + frames);
        if (_pendingFrames > 0)
        {
            var fill = (int)Math.Min(frames, _encoder.FramesPerPacket - _pendingFrames);
            _pending.AsSpan(_pendingFrames * _channels, fill * _channels).Clear();
            Add(fill);
            frames -= fill;
        }

        if (frames == 0) return;
        _mediaTime += frames;
        _isFirst = true;
    }

    /// <summary>Counts frames added to the pending ones, and sends the packet if it is complete.</summary>
    private void Add(int frames)
    {
        _pendingFrames += frames;
        if (_pendingFrames < _encoder.FramesPerPacket) return;
        _pendingFrames = 0;
        var bytes = _encoder.Encode(_pending, _payload);
        if (bytes > 0)
        {
            _wire.Send(new OutgoingPacket
            {
                Sequence = _packets,
                MediaTime = _mediaTime,
                CaptureTime = _captureTime,
                Frames = _encoder.FramesPerPacket,
                IsFirst = _isFirst,
                Payload = _payload.AsSpan(0, bytes),
            });
            Volatile.Write(ref _packets, _packets + 1);
            Volatile.Write(ref _bytes, _bytes + bytes);
        }
        else
        {
            Volatile.Write(ref _suppressed, _suppressed + 1);
        }

        _isFirst = bytes == 0;
        _mediaTime += _encoder.FramesPerPacket;
        if (_captureTime >= 0) _captureTime += _encoder.Format.ToNanoseconds(_encoder.FramesPerPacket);
    }
}
