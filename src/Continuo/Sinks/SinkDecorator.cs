using Continuo.Audio;

namespace Continuo.Sinks;

/// <summary>
/// Base of a sink that does something to the audio on its way to another sink (measures, attenuates, delays it). Forwards everything, the clock included; override what
/// differs. Owns the inner sink.
/// </summary>
public abstract class SinkDecorator : IAudioSink
{
    /// <param name="inner">Where the audio goes. Owned.</param>
    protected SinkDecorator(IAudioSink inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <inheritdoc/>
    public virtual string Description => Inner.Description;

    /// <inheritdoc/>
    public virtual long FramesWritten => Inner.FramesWritten;

    /// <inheritdoc/>
    public virtual IOutputDevice? Output => Inner.Output;

    /// <inheritdoc/>
    public virtual bool PrefersBatches => Inner.PrefersBatches;

    /// <summary>Where the audio goes.</summary>
    protected IAudioSink Inner { get; }

    /// <inheritdoc/>
    public virtual void Open(AudioFormat format) => Inner.Open(format);

    /// <inheritdoc/>
    public virtual void Write(ReadOnlySpan<float> samples) => Inner.Write(samples);

    /// <inheritdoc/>
    public virtual void Finish() => Inner.Finish();

    /// <inheritdoc/>
    public virtual void Interrupt() => Inner.Interrupt();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the inner sink.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Inner.Dispose();
    }
}
