using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Rtp.Latency;

/// <summary>Captures the monitor of an output and feeds it to a marker detector.</summary>
internal sealed class MonitorCapture : IDisposable
{
    private readonly AudioStream _stream;
    private readonly Subscription _subscription;

    public MonitorCapture(Func<IAudioSource> monitor, AudioFormat format, MonotonicClock clock)
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
