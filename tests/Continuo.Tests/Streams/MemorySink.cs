using Continuo.Audio;
using Continuo.Sinks;

namespace Continuo.Tests.Streams;

/// <summary>Keeps what is written to it; can fail after a number of frames.</summary>
internal sealed class MemorySink(long failAfter = long.MaxValue) : IAudioSink
{
    private int _channels = 1;

    public List<float> Samples { get; } = [];

    public bool IsFinished { get; private set; }

    public int Disposals { get; private set; }

    public string Description => "memory";

    public long FramesWritten => Samples.Count / _channels;

    public void Open(AudioFormat format) => _channels = format.Channels;

    public void Write(ReadOnlySpan<float> samples)
    {
        if (FramesWritten >= failAfter) throw new AudioException(AudioErrorCode.DiskFull, Description, "it is full", "Make room");
        Samples.AddRange(samples);
    }

    public void Finish() => IsFinished = true;

    public void Interrupt()
    {
    }

    public void Dispose() => Disposals++;
}
