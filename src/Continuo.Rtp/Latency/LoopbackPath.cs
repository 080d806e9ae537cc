using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Concealment;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Rtp.Latency;

/// <summary>
/// The path from a captured chunk to a played block: ring, codec, RTP over loopback, jitter buffer. Each stage records when a packet passed
/// it.
/// </summary>
internal sealed class LoopbackPath : IDisposable
{
    private readonly MonotonicClock _clock;
    private readonly long _captureLead;
    private readonly LoopbackWire _wire;
    private readonly Packetizer _packetizer;
    private readonly Subscription _subscription;
    private readonly PathLog _log;
    private readonly IPacketEncoder _encoder;
    private bool _isFirstChunk = true;
    private long _firstCapture;

    /// <param name="codec">Codec of the packets.</param>
    /// <param name="options">Options of the run.</param>
    /// <param name="source">Creates the source.</param>
    /// <param name="clock">Clock of all times.</param>
    /// <param name="captureLead">How long before it is heard a frame counts as captured, for the monitor of an output.</param>
    /// <exception cref="AudioException">The source cannot be opened, or the codec's library is missing.</exception>
    public LoopbackPath(
        PacketCodec codec,
        LoopbackOptions options,
        Func<IAudioSource> source,
        MonotonicClock clock,
        TimeSpan captureLead = default)
    {
        (Codec, _clock, _captureLead) = (codec, clock, captureLead.Ticks * 100);
        _log = new PathLog(codec.FramesPerPacket, codec.Format.SampleRate);
        Stream = AudioStream.Open("marker", source, new StreamOptions { ChunkFrames = codec.FramesPerPacket, Clock = clock });
        try
        {
            _encoder = CodecRegistry.CreateEncoder(codec, options.Preset);
            Buffer = new JitterBuffer(CodecRegistry.CreateDecoder(codec),
                options.Jitter with { MaxPayloadBytes = _encoder.MaxPayloadBytes }, clock);
            _wire = new LoopbackWire(codec, _encoder.MaxPayloadBytes, Buffer, _log, clock);
        }
        catch
        {
            Stream.Dispose();
            _encoder?.Dispose();
            Buffer?.Dispose();
            throw;
        }

        _packetizer = new Packetizer(_encoder, _wire);
        _subscription = Stream.Subscribe(Pack);
    }

    public PacketCodec Codec { get; }

    /// <summary>The captured stream; not started.</summary>
    public AudioStream Stream { get; }

    /// <summary>The jitter buffer with the audio to play; read by one thread.</summary>
    public JitterBuffer Buffer { get; }

    /// <summary>
    /// Mean breakdown of the packets captured (of an output: heard) from a given time on, for the length of a marker, and the spread of
    /// their latencies in ms.
    /// </summary>
    public (LatencyBreakdown Mean, double SpreadMs)? Mean(long captured)
    {
        var position = (long)Math.Round((captured - Volatile.Read(ref _firstCapture)) * 1e-9 * Codec.Format.SampleRate);
        return _log.Mean(position, MarkerSignal.FramesAt(Codec.Format.SampleRate), Codec.FramesPerPacket, _encoder.LookAheadFrames);
    }

    /// <summary>
    /// Records when the first frame of each packet in the last block was read, decoded and heard. Call from the reading thread.
    /// </summary>
    public void Note(long read, long decoded, long heard)
    {
        var offset = 0;
        foreach (ref readonly var piece in Buffer.Pieces)
        {
            if (piece.Kind == PlayoutKind.Played)
            {
                var packet = (piece.MediaTime + _log.FramesPerPacket - 1) / _log.FramesPerPacket;
                for (; packet * _log.FramesPerPacket < piece.MediaTime + piece.MediaFrames; packet++)
                {
                    var frames = (packet * _log.FramesPerPacket - piece.MediaTime) * piece.Frames / piece.MediaFrames + offset;
                    var later = Codec.Format.ToNanoseconds(frames);
                    ref var times = ref _log[packet];
                    (times.Read, times.Decoded, times.Heard) = (read + later, decoded + later, heard + later);
                }
            }

            offset += piece.Frames;
        }
    }

    public void Dispose()
    {
        Stream.Dispose();
        _subscription.Dispose();
        _wire.Dispose();
        _encoder.Dispose();
        Buffer.Dispose();
    }

    /// <summary>Sends a captured chunk as packets. Runs on the subscription's thread.</summary>
    private void Pack(in AudioChunk chunk)
    {
        ref readonly var header = ref chunk.Header;
        _wire.Chunk = (header.CommitTime, _clock.Now);
        if (_isFirstChunk)
        {
            _isFirstChunk = false;
            _wire.PacketBegun = _wire.Chunk;
            Volatile.Write(ref _firstCapture, header.CaptureTime + _captureLead);
        }
        else if (_packetizer.Position % Codec.FramesPerPacket == 0)
        {
            _wire.PacketBegun = _wire.Chunk;
        }

        _packetizer.Write(chunk.Samples, header.CaptureTime + _captureLead, chunk.Gap.Frames);
    }
}
