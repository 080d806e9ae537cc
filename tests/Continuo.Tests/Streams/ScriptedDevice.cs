using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sources;

namespace Continuo.Tests.Streams;

/// <summary>A device under a virtual clock that does what a script says for each time: plays, is idle, says nothing, is lost.</summary>
internal sealed class ScriptedDevice(VirtualClock clock, Func<long, SourceStatus> script, Func<long, bool>? opens = null) : IAudioSource
{
    private const int Period = 480;
    private long _delivered;

    public AudioFormat Format { get; } = new(48_000, 1);

    public SourcePace Pace => SourcePace.Device;

    public string Description => "a scripted device";

    public double JitterNanoseconds { get; init; }

    private readonly Random _random = new(5);

    public void Open()
    {
        if (opens?.Invoke(clock.Now) == false)
        {
            throw new AudioException(AudioErrorCode.ServerUnavailable, Description, "it is away", "Wait for it");
        }

        _delivered = Format.ToFrames(clock.Now);
    }

    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        var status = script(clock.Now);
        if (status == SourceStatus.Data)
        {
            // The next period is complete when its last frame has been played.
            var start = _delivered;
            clock.AdvanceTo(Format.ToNanoseconds(start + Period));
            _delivered += Period;
            destination[..Period].Fill(0.5f);
            return SourceRead.Data(Period, Format.ToNanoseconds(start) + (long)((_random.NextDouble() - 0.5) * JitterNanoseconds));
        }

        if (status is SourceStatus.Idle or SourceStatus.Nothing) clock.Advance(TimeSpan.FromMilliseconds(10));
        _delivered = Format.ToFrames(clock.Now);
        return status == SourceStatus.Idle ? SourceRead.Idle(clock.Now) : new SourceRead(status);
    }

    public void Interrupt()
    {
    }

    public void Dispose()
    {
    }
}
