using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rtp.Concealment;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Reception;

/// <summary>
/// The way of one codec within a source: its jitter buffer on the network's side, and on the consumer's what makes of its output the
/// session's format at our clock's speed.
/// </summary>
internal sealed class StreamLane : IDisposable
{
    private const double MaxDriftPpm = 1000;
    private const int UsualMemory = 2 << 20;
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

    /// <summary>Makes room for packets like one that was received.</summary>
    /// <param name="codec">How they are encoded.</param>
    /// <param name="output">The session's format.</param>
    /// <param name="options">Receive options.</param>
    /// <param name="payload">A payload; if it is malformed, packets are expected to be as long as agreed.</param>
    public StreamLane(PacketCodec codec, AudioFormat output, ReceptionOptions options, ReadOnlySpan<byte> payload)
    {
        Codec = codec;
        _decoder = CodecRegistry.CreateDecoder(codec);
        var frames = _decoder.FramesOf(payload);
        var jitter = options.Jitter with { PacketTime = _decoder.Format.ToTime(frames > 0 ? frames : codec.FramesPerPacket) };
        // Longer ones than this may come: there is room for them while that costs little.
        var usual = Math.Min(Math.Max(jitter.MaxPayloadBytes, codec.SampleBytes), UsualMemory / jitter.Slots);
        Buffer = new JitterBuffer(_decoder, jitter with { MaxPayloadBytes = Math.Max(payload.Length, frames > 0 ? usual : codec.SampleBytes) }, options.Clock);
        _ticksPerFrame = Math.Max(1, codec.ClockRate / codec.Format.SampleRate);
        PacketsPerSecond = (int)(_decoder.Format.SampleRate / Math.Max(1, _decoder.Format.ToFrames(jitter.PacketTime)));
        _leastFrames = (int)(_decoder.Format.ToFrames(jitter.Capacity) / jitter.Slots);
        var format = Buffer.Format;
        _channels = format.Channels;
        _blockFrames = Math.Max(1, format.SampleRate / 50);
        var most = _blockFrames + _blockFrames / 500 + 2 * FractionalResampler.DelayFrames; // at any speed, and with the filter's delay
        _block = new float[most * _channels];
        if (options.DriftCorrection) _resampler = new FractionalResampler(_channels, 2 * most);
        if (format.Channels != output.Channels) _mapper = new ChannelMapper(format.Channels, output.Channels);
        _mapped = _mapper is null ? [] : new float[_blockFrames * _channels];
    }

    public PacketCodec Codec { get; }

    public JitterBuffer Buffer { get; }

    /// <summary>How many packets a second has, as far as they are as long as the first.</summary>
    public int PacketsPerSecond { get; }

    /// <summary>Whether payloads are this codec's. The network's side.</summary>
    public PayloadGate Gate = new();

    /// <summary>How many frames a payload says it holds; not positive if it is malformed. Any thread.</summary>
    public int FramesOf(ReadOnlySpan<byte> payload) => _decoder.FramesOf(payload);

    /// <summary>How long a payload says it is, in units of the timestamp.</summary>
    public int TicksOf(ReadOnlySpan<byte> payload) => FramesOf(payload) * _ticksPerFrame;

    /// <summary>A media time in frames of what is decoded. The network's side.</summary>
    public long MediaTimeOf(uint timestamp, int offset) => (Timestamps.Unwrap(timestamp) - offset) / _ticksPerFrame;

    /// <summary>Whether there is room for a payload, and for as long a time of such as is wanted. The network's side.</summary>
    public bool Fits(ReadOnlySpan<byte> payload)
    {
        var frames = FramesOf(payload);
        _short = frames > 0 && frames < _leastFrames ? _short + 1 : 0;
        return payload.Length <= Buffer.MaxPayloadBytes && _short < ShortPackets;
    }

    /// <summary>Unwraps this codec's timestamps, whose clock may differ from another's. The network's side.</summary>
    public TimestampUnwrapper Timestamps;

    /// <summary>Whether what was read last came, at least in part, from packets. The consumer's side.</summary>
    [RealTime]
    public bool HeardPackets { get; private set; }

    /// <summary>Fills frames × channels of the session's format.</summary>
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

    /// <summary>Writes frames × channels of the session's format exactly as sent, as far as they have come.</summary>
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

        // A sender whose clock is slower makes fewer frames in our second.
        var speed = 1 - Math.Clamp(Buffer.DriftPpm, -MaxDriftPpm, MaxDriftPpm) * 1e-6;
        while (output.Length > 0)
        {
            // As much is read from the buffer as this block needs: it must see the consumer's blocks to know when packets are needed.
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
