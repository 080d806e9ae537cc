using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Network.Jitter;
using Continuo.Network.Packets;
using Continuo.Network.Rtp;
using Continuo.RateMatching;

namespace Continuo.Network.Reception;

/// <summary>
/// The way of one codec within a source: its jitter buffer on the network's side, and on the consumer's what makes of its output the
/// session's format at our clock's speed.
/// </summary>
internal sealed class StreamLane : IDisposable
{
    private const double MaxDriftPpm = 1000;

    private readonly FractionalResampler? _resampler;
    private readonly ChannelMapper? _mapper;
    private readonly float[] _block;
    private readonly float[] _mapped;
    private readonly int _channels;
    private readonly int _blockFrames;
    private double _speed = 1;

    public StreamLane(PacketCodec codec, AudioFormat output, ReceptionOptions options)
    {
        Codec = codec;
        var jitter = options.Jitter with { MaxPayloadBytes = Math.Max(options.Jitter.MaxPayloadBytes, codec.SampleBytes) };
        Buffer = new JitterBuffer(CodecRegistry.CreateDecoder(codec), jitter, options.Clock);
        var format = Buffer.Format;
        _channels = format.Channels;
        _blockFrames = Math.Max(1, format.SampleRate / 200);
        _block = new float[_blockFrames * _channels];
        if (options.DriftCorrection) _resampler = new FractionalResampler(_channels, 4 * _blockFrames + 2 * FractionalResampler.DelayFrames);
        if (format.Channels != output.Channels) _mapper = new ChannelMapper(format.Channels, output.Channels);
        _mapped = _mapper is null ? [] : new float[_blockFrames * _channels];
    }

    public PacketCodec Codec { get; }

    public JitterBuffer Buffer { get; }

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
            while (_resampler.Readable(speed) < Math.Min(_blockFrames, output.Length / _channels))
            {
                ReadBuffer(_block);
                _resampler.Write(_block);
            }

            var frames = _resampler.Read(output[..Math.Min(output.Length, _block.Length)], _speed, speed);
            if (frames == 0) return;
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
