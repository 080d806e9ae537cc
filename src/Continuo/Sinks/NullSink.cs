using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Sinks;

/// <summary>Discards all audio and counts the frames.</summary>
internal sealed class NullSink : IAudioSink
{
    private readonly Interruption _interruption = new();
    private AudioFormat _format = AudioFormat.Default;

    /// <inheritdoc/>
    public string Description => "nowhere";

    /// <inheritdoc/>
    public long FramesWritten { get; private set; }

    /// <inheritdoc/>
    public void Open(AudioFormat format)
    {
        _interruption.Clear();
        _format = format;
        FramesWritten = 0;
    }

    /// <inheritdoc/>
    [RealTime]
    public void Write(ReadOnlySpan<float> samples)
    {
        _interruption.ThrowIfRequested();
        FramesWritten += samples.Length / _format.Channels;
    }

    /// <inheritdoc/>
    public void Finish() => _interruption.ThrowIfRequested();

    /// <inheritdoc/>
    public void Interrupt() => _interruption.Request();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
