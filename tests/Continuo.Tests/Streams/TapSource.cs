using Continuo.Audio;
using Continuo.Sources;

namespace Continuo.Tests.Streams;

/// <summary>A source that gives one chunk of 480 frames for each count of the semaphore.</summary>
internal sealed class TapSource(SemaphoreSlim chunks, SourcePace pace = SourcePace.Peer) : IAudioSource
{
    private volatile bool _interrupted;

    public volatile float Loudness = 0.5f;

    public AudioFormat Format => AudioFormat.Default;

    public SourcePace Pace => pace;

    public string Description => "a tap";

    public void Open() => _interrupted = false;

    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_interrupted) return SourceRead.End;
        if (!chunks.Wait(5)) return SourceRead.Nothing;
        destination[..960].Fill(Loudness);
        return SourceRead.Data(480);
    }

    public void Interrupt() => _interrupted = true;

    public void Dispose()
    {
    }
}
