using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rtp.Concealment;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Reception;

/// <summary>
/// The path of one codec within a source: its jitter buffer, filled by the network's thread, and the conversion of its output to the
/// session's format at the local clock, on the consumer's thread.
/// </summary>
internal sealed class CodecPipeline : IDisposable
{
    private const double MaxDriftPpm = 1000;
    private const int TypicalMemory = 2 << 20;
    private const int ShortPackets = 8;

    private readonly FractionalResampler? _resampler;
    private readonly ChannelMapper? _mapper;
    private readonly IPacketDecoder _decoder;
    private readonly int _ticksPerFrame;
    private readonly int _leastFrames;
    private readonly float[] _block;
    private readonly float[] _mapped;
    private readonly int _channels;
    private readonly int _blockFrames;
    private double _speed = 1;
    private int _short;

    /// <summary>Allocates buffers for packets like the one received.</summary>
    /// <param name="codec">Their codec.</param>
    /// <param name="output">The session's format.</param>
    /// <param name="options">Receive options.</param>
    /// <param name="payload">A payload; if it is malformed, the agreed packet length is assumed.</param>
    public CodecPipeline(PacketCodec codec, AudioFormat output, ReceptionOptions options, ReadOnlySpan<byte> payload)
    {
        Codec = codec;
        _decoder = CodecRegistry.CreateDecoder(codec);
        var frames = _decoder.FramesOf(payload);
        var jitter = options.Jitter with { PacketTime = _decoder.Format.ToTime(frames > 0 ? frames : codec.FramesPerPacket) };
        // Longer packets may follow: there is room for them as long as that costs little memory.
        var usual = Math.Min(Math.Max(jitter.MaxPayloadBytes, codec.SampleBytes), TypicalMemory / jitter.Slots);
        Buffer = new JitterBuffer(_decoder,
            jitter with { MaxPayloadBytes = Math.Max(payload.Length, frames > 0 ? usual : codec.SampleBytes) }, options.Clock);
        _ticksPerFrame = Math.Max(1, codec.ClockRate / codec.Format.SampleRate);
        PacketsPerSecond = (int)(_decoder.Format.SampleRate / Math.Max(1, _decoder.Format.ToFrames(jitter.PacketTime)));
        _leastFrames = (int)(_decoder.Format.ToFrames(jitter.Capacity) / jitter.Slots);
        var format = Buffer.Format;
        _channels = format.Channels;
        _blockFrames = Math.Max(1, format.SampleRate / 50);
        var most = _blockFrames + _blockFrames / 500 + 2 * FractionalResampler.DelayFrames; // at any speed, including the filter's delay
        _block = new float[most * _channels];
        if (options.DriftCorrection) _resampler = new FractionalResampler(_channels, 2 * most);
        if (format.Channels != output.Channels) _mapper = new ChannelMapper(format.Channels, output.Channels);
        _mapped = _mapper is null ? [] : new float[_blockFrames * _channels];
    }

    [RealTime]
    public PacketCodec Codec { get; }

    public JitterBuffer Buffer { get; }

    /// <summary>Packets per second, if all are as long as the first.</summary>
    public int PacketsPerSecond { get; }

    /// <summary>Whether payloads have this codec. For the network's thread.</summary>
    public PayloadGate Gate = new();

    /// <summary>Number of frames in a payload; not positive if it is malformed. Thread-safe.</summary>
    public int FramesOf(ReadOnlySpan<byte> payload) => _decoder.FramesOf(payload);

    /// <summary>Duration of a payload in timestamp units.</summary>
    public int TicksOf(ReadOnlySpan<byte> payload) => FramesOf(payload) * _ticksPerFrame;

    /// <summary>Media time in frames of the decoded audio. For the network's thread.</summary>
    public long MediaTimeOf(uint timestamp, int offset) => (Timestamps.Unwrap(timestamp) - offset) / _ticksPerFrame;

    /// <summary>Whether a payload fits, and enough of such payloads for the wanted duration. For the network's thread.</summary>
    public bool Fits(ReadOnlySpan<byte> payload)
    {
        var frames = FramesOf(payload);
        _short = frames > 0 && frames < _leastFrames ? _short + 1 : 0;
        return payload.Length <= Buffer.MaxPayloadBytes && _short < ShortPackets;
    }

    /// <summary>Unwraps this codec's timestamps, whose clock may differ from another codec's. For the network's thread.</summary>
    public TimestampUnwrapper Timestamps;

    /// <summary>Whether the last read contained audio from packets. For the consumer's thread.</summary>
    [RealTime]
    public bool HeardPackets { get; private set; }

    /// <summary>The packet that stands for the last read (<see cref="JitterBuffer.TryGetPacket"/>). For the consumer's thread.</summary>
    [RealTime]
    public bool TryGetPacket(out ReadOnlySpan<byte> payload) => Buffer.TryGetPacket(out payload);

    /// <summary>Reads frames × channels of the session's format.</summary>
    [RealTime]
    public void Read(Span<float> output)
    {
        HeardPackets = false;
        if (_mapper is null)
        {
            ReadOwn(output);
            return;
        }

        while (output.Length > 0)
        {
            var frames = Math.Min(_blockFrames, output.Length / _mapper.To);
            if (frames == 0) return;
            var own = _mapped.AsSpan(0, frames * _mapper.From);
            ReadOwn(own);
            _mapper.Map(own, output[..(frames * _mapper.To)]);
            output = output[(frames * _mapper.To)..];
        }
    }

    /// <summary>Writes frames × channels of the session's format exactly as sent, as far as they have arrived.</summary>
    /// <returns>The number of frames written.</returns>
    [RealTime]
    public int ReadExact(Span<float> output)
    {
        if (_mapper is null) return Buffer.ReadExact(output);
        var done = 0;
        while (output.Length >= _mapper.To)
        {
            var frames = Buffer.ReadExact(_mapped.AsSpan(0, Math.Min(_blockFrames, output.Length / _mapper.To) * _mapper.From));
            if (frames == 0) break;
            _mapper.Map(_mapped.AsSpan(0, frames * _mapper.From), output[..(frames * _mapper.To)]);
            output = output[(frames * _mapper.To)..];
            done += frames;
        }

        return done;
    }

    public void Dispose() => Buffer.Dispose();

    [RealTime]
    private void ReadOwn(Span<float> output)
    {
        if (_resampler is null)
        {
            ReadBuffer(output);
            return;
        }

        // A sender with a slower clock sends fewer frames per local second.
        var speed = 1 - Math.Clamp(Buffer.DriftPpm, -MaxDriftPpm, MaxDriftPpm) * 1e-6;
        while (output.Length > 0)
        {
            // Reads exactly what this block needs: the buffer must see the consumer's blocks to know when packets are needed.
            var frames = Math.Min(_blockFrames, output.Length / _channels);
            var missing = (int)Math.Floor((frames - 1) * Math.Max(_speed, speed) - _resampler.Waiting) + 1;
            if (missing > 0)
            {
                ReadBuffer(_block.AsSpan(0, missing * _channels));
                _resampler.Write(_block.AsSpan(0, missing * _channels));
            }

            if (_resampler.Read(output[..(frames * _channels)], _speed, speed) < frames) return;
            _speed = speed;
            output = output[(frames * _channels)..];
        }
    }

    [RealTime]
    private void ReadBuffer(Span<float> output)
    {
        Buffer.Read(output);
        foreach (ref readonly var piece in Buffer.Pieces) HeardPackets |= piece.Kind == PlayoutKind.Played;
    }
}
