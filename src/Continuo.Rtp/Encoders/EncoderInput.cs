using Continuo.Audio;
using Continuo.Codecs.Resampling;

namespace Continuo.Rtp.Encoders;

/// <summary>
/// Makes of a stream's audio what the encoder takes: its channels are mixed, its rate is converted if Opus does not have it. One thread.
/// </summary>
internal sealed class EncoderInput : IDisposable
{
    private const int PieceFrames = 2048;

    private readonly ChannelMapper? _mapper;
    private readonly Resampler? _resampler;
    private readonly EncoderInputHandler _handler;
    private readonly AudioFormat _from;
    private readonly AudioFormat _to;
    private readonly float[] _mapped;
    private readonly float[] _resampled;
    private long _framesIn;
    private long _framesOut;

    /// <summary>Creates the conversion.</summary>
    /// <param name="from">Format of the stream.</param>
    /// <param name="to">Format of the encoder.</param>
    /// <param name="handler">Receives the converted audio.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.LibraryMissing"/>: the rates differ and libsoxr is not installed.
    /// </exception>
    public EncoderInput(AudioFormat from, AudioFormat to, EncoderInputHandler handler)
    {
        (_from, _to, _handler) = (from, to, handler);
        if (from.Layout != to.Layout) _mapper = new ChannelMapper(from.Layout, to.Layout);
        if (from.SampleRate != to.SampleRate)
        {
            _resampler = new Resampler(from.SampleRate, to.SampleRate, to.Channels, ResamplerQuality.High);
        }

        _mapped = _mapper is null ? [] : new float[PieceFrames * to.Channels];
        _resampled = _resampler is null ? [] : new float[PieceFrames * to.Channels];
    }

    /// <summary>The rate to encode a stream at: its own, if Opus has it, else 48 kHz.</summary>
    public static int RateFor(AudioFormat stream) =>
        stream.SampleRate is 8_000 or 12_000 or 16_000 or 24_000 ? stream.SampleRate : AudioFormat.Default.SampleRate;

    /// <summary>Converts frames.</summary>
    /// <param name="samples">Frames × channels of the stream.</param>
    /// <param name="captureTime">Capture time of the first frame.</param>
    /// <param name="gap">Frames missing before them, at the stream's rate.</param>
    public void Write(ReadOnlySpan<float> samples, long captureTime, long gap)
    {
        while (samples.Length >= _from.Channels)
        {
            var frames = Math.Min(samples.Length / _from.Channels, PieceFrames);
            var piece = samples[..(frames * _from.Channels)];
            samples = samples[piece.Length..];
            if (_mapper is not null)
            {
                _mapper.Map(piece, _mapped);
                piece = _mapped.AsSpan(0, frames * _to.Channels);
            }

            if (_resampler is null) _handler(piece, captureTime, gap);
            else Resample(_resampler, piece, captureTime, gap * _to.SampleRate / _from.SampleRate);
            captureTime += _from.ToNanoseconds(frames);
            gap = 0;
        }
    }

    public void Dispose() => _resampler?.Dispose();

    private void Resample(Resampler resampler, ReadOnlySpan<float> piece, long captureTime, long gap)
    {
        // Output frame o is input frame o × input rate / output rate: what comes out first is older than what goes in by what is still
        // inside.
        captureTime -= _to.ToNanoseconds(_framesIn * _to.SampleRate / _from.SampleRate - _framesOut);
        _framesIn += piece.Length / _to.Channels;
        for (int written = PieceFrames; !piece.IsEmpty || written == PieceFrames;)
        {
            resampler.Process(piece, _resampled, out var read, out written);
            piece = piece[(read * _to.Channels)..];
            if (read == 0 && written == 0) return;
            if (written == 0) continue;
            _handler(_resampled.AsSpan(0, written * _to.Channels), captureTime, gap);
            captureTime += _to.ToNanoseconds(written);
            _framesOut += written;
            gap = 0;
        }
    }
}
