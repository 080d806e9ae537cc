using System.Globalization;
using Continuo.Audio;
using Continuo.Pipes;

namespace Continuo.Sinks;

/// <summary>
/// Base of sinks that write raw PCM to another program, unbuffered. Converts channels but not sample rates. <see cref="Interrupt"/> ends
/// a blocked write, because the blocking call runs on another thread. Writing allocates nothing.
/// </summary>
internal abstract class PipeSink : IAudioSink
{
    private const int BufferBytes = 32 * 1024;

    private readonly PcmFormat? _asked;
    private readonly SampleType _sample;
    private readonly byte[] _bytes = new byte[BufferBytes];
    private PcmFormat _pcm;
    private ChannelMapper? _mapper;
    private float[] _mapped = [];
    private InterruptibleWriter? _drain;
    private volatile bool _interrupted;
    private bool _isOpen;

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
        _interrupted = false;
        _pcm = _asked ?? new PcmFormat(_sample, format);
        if (_pcm.Format.SampleRate != format.SampleRate)
        {
            throw new AudioException(
                AudioErrorCode.Unsupported,
                Description,
                string.Create(CultureInfo.InvariantCulture,
                    $"the pipe is configured for {_pcm.Format.SampleRate} Hz, but the audio has {format.SampleRate} Hz"),
                string.Create(CultureInfo.InvariantCulture, $"Ask for a stream of {_pcm.Format.SampleRate} Hz, or leave the format out"));
        }

        _mapper = new ChannelMapper(format.Layout, format.WithChannels(_pcm.Format.Channels).Layout);
        _mapped = new float[BufferBytes / _pcm.FrameBytes * _pcm.Format.Channels];
        FramesWritten = 0;
        var drain = Connect();
        drain.Resume();
        Volatile.Write(ref _drain, drain);
        _isOpen = true;
        if (_interrupted) drain.Interrupt(); // it came before there was a call to interrupt
        ThrowIfInterrupted();
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> samples)
    {
        ThrowIfInterrupted();
        if (!_isOpen || _mapper is not { } mapper || _drain is not { } drain)
        {
            throw new AudioException(AudioErrorCode.InputOutput, Description, "it is not open, or has failed", "Open it again");
        }

        try
        {
            while (samples.Length >= mapper.From)
            {
                var frames = mapper.Map(samples, _mapped);
                SampleConverter.Encode(_mapped.AsSpan(0, frames * mapper.To), _pcm.Sample, _bytes);
                drain.Write(_bytes.AsSpan(0, frames * _pcm.FrameBytes));
                FramesWritten += frames;
                samples = samples[(frames * mapper.From)..];
            }
        }
        catch (Exception e) when (!_interrupted)
        {
            _isOpen = false;
            throw Explain(e);
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        ThrowIfInterrupted();
        if (!_isOpen) return;
        _isOpen = false;
        try
        {
            _drain!.Flush();
            Complete();
        }
        catch (Exception e) when (e is not AudioException && !_interrupted)
        {
            throw Explain(e);
        }
    }

    /// <inheritdoc/>
    public virtual void Interrupt()
    {
        _interrupted = true;
        Volatile.Read(ref _drain)?.Interrupt();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isOpen = false;
        Disconnect();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether <see cref="Interrupt"/> was called since the last <see cref="Open"/>.</summary>
    private protected bool IsInterrupted => _interrupted;

    /// <summary>Opens the connection.</summary>
    private protected abstract InterruptibleWriter Connect();

    /// <summary>Closes the input of the other side and waits for it to finish.</summary>
    private protected abstract void Complete();

    /// <summary>Closes the connection. May be called more than once.</summary>
    private protected abstract void Disconnect();

    /// <summary>Converts the exception of a failed write.</summary>
    private protected virtual AudioException Explain(Exception error) => FileFailure.IsBrokenPipe(error)
        ? new AudioException(AudioErrorCode.InputOutput, Description, "the program that reads it has exited",
            "Keep the reader running as long as there is audio", error)
        : FileFailure.Explain(Description, error);

    /// <summary>Throws if the sink was interrupted.</summary>
    private protected void ThrowIfInterrupted()
    {
        if (_interrupted) throw new OperationCanceledException($"Writing to {Description} was interrupted.");
    }
}
