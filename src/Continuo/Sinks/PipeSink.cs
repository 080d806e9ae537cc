using System.Globalization;
using Continuo.Audio;

namespace Continuo.Sinks;

/// <summary>Raw PCM to whoever reads at the other end, unbuffered. Channels are converted, rates are not. Allocates nothing while it writes.</summary>
public abstract class PipeSink : IAudioSink
{
    private const int BufferBytes = 32 * 1024;

    private readonly PcmFormat? _asked;
    private readonly SampleType _sample;
    private readonly byte[] _bytes = new byte[BufferBytes];
    private PcmFormat _pcm;
    private ChannelMapper? _mapper;
    private float[] _mapped = [];
    private Stream? _stream;

    private protected PipeSink(string description, PcmFormat? asked, SampleType? sample)
    {
        Description = asked is { } pcm ? $"{description} ({pcm})" : description;
        _asked = asked;
        _sample = sample ?? SampleType.F32;
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public long FramesWritten { get; private set; }

    /// <inheritdoc/>
    public void Open(AudioFormat format)
    {
        _pcm = _asked ?? new PcmFormat(_sample, format);
        if (_pcm.Format.SampleRate != format.SampleRate)
        {
            throw new AudioException(
                AudioErrorCode.Unsupported,
                Description,
                string.Create(CultureInfo.InvariantCulture, $"it is to carry {_pcm.Format.SampleRate} Hz, but the audio has {format.SampleRate} Hz"),
                string.Create(CultureInfo.InvariantCulture, $"Ask for a stream of {_pcm.Format.SampleRate} Hz, or leave the format out"));
        }

        _mapper = new ChannelMapper(format.Layout, format.WithChannels(_pcm.Format.Channels).Layout);
        _mapped = new float[BufferBytes / _pcm.FrameBytes * _pcm.Format.Channels];
        FramesWritten = 0;
        _stream = Connect();
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> samples)
    {
        if (_mapper is not { } mapper || _stream is not { } stream)
        {
            throw new AudioException(AudioErrorCode.InputOutput, Description, "it is not open, or has failed before", "Open it anew");
        }

        try
        {
            while (samples.Length >= mapper.From)
            {
                var frames = mapper.Map(samples, _mapped);
                SampleConverter.Encode(_mapped.AsSpan(0, frames * mapper.To), _pcm.Sample, _bytes);
                stream.Write(_bytes, 0, frames * _pcm.FrameBytes);
                FramesWritten += frames;
                samples = samples[(frames * mapper.From)..];
            }
        }
        catch (IOException e)
        {
            _stream = null;
            throw Explain(e);
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        if (_stream is null) return;
        try
        {
            _stream.Flush();
            _stream = null;
            Complete();
        }
        catch (IOException e)
        {
            _stream = null;
            throw Explain(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream = null;
        Disconnect();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the other end.</summary>
    private protected abstract Stream Connect();

    /// <summary>Tells the other end that this was all, and waits for what it makes of it.</summary>
    private protected abstract void Complete();

    /// <summary>Ends the connection. May be called more than once.</summary>
    private protected abstract void Disconnect();

    /// <summary>Why a write failed.</summary>
    private protected virtual AudioException Explain(IOException error) => FileFailure.IsBrokenPipe(error)
        ? new AudioException(AudioErrorCode.InputOutput, Description, "the program that read it has gone", "Keep the reader running as long as there is audio", error)
        : FileFailure.Explain(Description, error);
}
