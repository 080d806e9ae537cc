using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Sinks;

/// <summary>Takes everything and keeps nothing but the count.</summary>
public sealed class NullSink : IAudioSink
{
    private AudioFormat _format = AudioFormat.Default;

    /// <inheritdoc/>
    public string Description => "nowhere";

    /// <inheritdoc/>
    public long FramesWritten { get; private set; }

    /// <inheritdoc/>
    public void Open(AudioFormat format)
    {
        _format = format;
        FramesWritten = 0;
    }

    /// <inheritdoc/>
    [RealTime]
    public void Write(ReadOnlySpan<float> samples) => FramesWritten += samples.Length / _format.Channels;

    /// <inheritdoc/>
    public void Finish()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
