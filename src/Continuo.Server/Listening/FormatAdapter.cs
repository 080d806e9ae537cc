using Continuo.Audio;
using Continuo.Codecs.Resampling;

namespace Continuo.Server.Listening;

/// <summary>Converts a stream's audio to a format that Opus takes: 48 kHz, one or two channels. One thread; allocates nothing after construction unless chunks grow.</summary>
internal sealed class FormatAdapter : IDisposable
{
    private readonly ChannelMapper? _mapper;
    private readonly Resampler? _resampler;
    private float[] _mapped = [];
    private float[] _converted = [];

    /// <exception cref="AudioException">The rate needs a converter, and libsoxr is missing.</exception>
    public FormatAdapter(AudioFormat from)
    {
        From = from;
        var channels = Math.Min(from.Channels, 2);
        To = new AudioFormat(AudioFormat.Default.SampleRate, channels);
        if (from.Layout != To.Layout) _mapper = new ChannelMapper(from.Layout, To.Layout);
        if (from.SampleRate != To.SampleRate) _resampler = new Resampler(from.SampleRate, To.SampleRate, channels);
    }

    public AudioFormat From { get; }

    public AudioFormat To { get; }

    /// <summary>Delay of the conversion, in ns.</summary>
    public long Delay => _resampler is null ? 0 : (long)(_resampler.DelayFrames * 1e9 / To.SampleRate);

    /// <summary>Converts a chunk. The result is valid until the next call.</summary>
    public ReadOnlySpan<float> Convert(ReadOnlySpan<float> samples)
    {
        if (_mapper is not null)
        {
            var length = samples.Length / From.Channels * To.Channels;
            if (_mapped.Length < length) _mapped = new float[length];
            _mapper.Map(samples, _mapped);
            samples = _mapped.AsSpan(0, length);
        }

        if (_resampler is null) return samples;
        var most = (int)((long)samples.Length * To.SampleRate / From.SampleRate) + (256 * To.Channels);
        if (_converted.Length < most) _converted = new float[most];
        var filled = 0;
        while (samples.Length > 0 && filled < _converted.Length)
        {
            _resampler.Process(samples, _converted.AsSpan(filled), out var read, out var written);
            samples = samples[(read * To.Channels)..];
            filled += written * To.Channels;
            if (read == 0 && written == 0) break;
        }

        return _converted.AsSpan(0, filled);
    }

    public void Dispose() => _resampler?.Dispose();
}
