using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Rtp.Latency;

/// <summary>Listens to what an output plays, and looks for markers in it.</summary>
internal sealed class Overhearing : IDisposable
{
    private readonly AudioStream _stream;
    private readonly Subscription _subscription;

    public Overhearing(Func<IAudioSource> monitor, AudioFormat format, MonotonicClock clock)
    {
        Detector = new MarkerDetector(format);
        _stream = AudioStream.Open("monitor", monitor, new StreamOptions { Clock = clock });
        _subscription = _stream.Subscribe((in AudioChunk chunk) => Detector.Take(chunk.Samples, chunk.CaptureTime));
    }

    public MarkerDetector Detector { get; }

    public AudioException? Failure => _stream.Failure;

    public void Start() => _stream.Start();

    public void Dispose()
    {
        _stream.Dispose();
        _subscription.Dispose();
    }
}
