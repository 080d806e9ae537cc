using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sources;

namespace Continuo.Scenarios.WebRtc;

/// <summary>
/// A microphone that hears a burst of a tone every half second, and notes when each began. Its blocks of ten milliseconds come when they
/// are over, as from a device.
/// </summary>
internal sealed class ClickSource : IAudioSource
{
    private const int BlockFrames = 480;
    private const int ClickFrames = 480;
    private const int PeriodFrames = 24_000;

    private readonly List<long> _clicks = [];
    private long _position;
    private long _begun;

    public AudioFormat Format => AudioFormat.Default;

    public SourcePace Pace => SourcePace.Device;

    public string Description => "clicks";

    /// <summary>The last click that began at most so long before a time; −1 without.</summary>
    public long ClickBefore(long time, long nanoseconds)
    {
        lock (_clicks)
        {
            for (var i = _clicks.Count - 1; i >= 0; i--)
            {
                if (_clicks[i] <= time) return time - _clicks[i] <= nanoseconds ? _clicks[i] : -1;
            }
        }

        return -1;
    }

    public void Open() => _begun = SystemClock.Instance.Now;

    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        var captured = _begun + Format.ToNanoseconds(_position);
        while (SystemClock.Instance.Now < captured + Format.ToNanoseconds(BlockFrames)) Thread.Sleep(1);
        for (var i = 0; i < BlockFrames; i++, _position++)
        {
            var inPeriod = (int)(_position % PeriodFrames);
            if (inPeriod == 0)
            {
                lock (_clicks) _clicks.Add(_begun + Format.ToNanoseconds(_position));
            }

            var value = inPeriod < ClickFrames ? 0.5f * MathF.Sin(2 * MathF.PI * 1000 * inPeriod / 48_000) : 0;
            destination[2 * i] = destination[2 * i + 1] = value;
        }

        return SourceRead.Data(BlockFrames, captured);
    }

    public void Interrupt()
    {
    }

    public void Dispose()
    {
    }
}
