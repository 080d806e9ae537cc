using Continuo.Audio;

namespace Continuo.Sinks;

/// <summary>
/// Base of sinks that process audio before another sink, for example a meter, a gain or a delay. Forwards all members, including the
/// clock; override those that differ. Owns the inner sink.
/// </summary>
internal abstract class SinkDecorator : IAudioSink
{
    /// <param name="inner">The sink that receives the audio. Owned.</param>
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

    /// <inheritdoc/>
    public virtual bool KeepsTiming => Inner.KeepsTiming;

    /// <summary>The sink that receives the audio.</summary>
    protected IAudioSink Inner { get; }

    /// <inheritdoc/>
    public virtual void Open(AudioFormat format) => Inner.Open(format);

    /// <inheritdoc/>
    public virtual void Write(ReadOnlySpan<float> samples) => Inner.Write(samples);

    /// <inheritdoc/>
    public virtual void WriteTimed(ReadOnlySpan<float> samples, long captureTime, long gapFrames) =>
        Inner.WriteTimed(samples, captureTime, gapFrames);

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

    /// <summary>Disposes the inner sink.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Inner.Dispose();
    }
}
