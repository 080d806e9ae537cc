using Continuo.Audio;
using Continuo.Streams;

namespace Continuo.Scenarios.Page;

/// <summary>Notes when a marker is heard at an audio server's sink, by the server's timing.</summary>
internal sealed class MarkerListener : IDisposable
{
    private const float Threshold = 0.1f;
    private const int QuietFrames = 4800;

    private readonly AudioStream _stream;
    private readonly Subscription _subscription;
    private readonly List<long> _times = [];
    private long _quiet;

    public MarkerListener(string address, AudioSystem system)
    {
        _stream = AudioStream.Open(address, system: system);
        _subscription = _stream.Subscribe(Listen);
        _stream.Start();
    }

    /// <summary>Returns the times of the markers so far and forgets them.</summary>
    public long[] Take()
    {
        lock (_times)
        {
            var times = _times.ToArray();
            _times.Clear();
            return times;
        }
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _stream.Dispose();
    }

    private void Listen(in AudioChunk chunk)
    {
        var channels = chunk.Samples.Length / chunk.Frames;
        for (var i = 0; i < chunk.Frames; i++, _quiet++)
        {
            if (Math.Abs(chunk.Samples[i * channels]) < Threshold) continue;
            if (_quiet > QuietFrames)
            {
                lock (_times) _times.Add(chunk.Header.CaptureTime + (i * 1_000_000_000L / _stream.Format.SampleRate));
            }

            _quiet = 0;
        }
    }
}
