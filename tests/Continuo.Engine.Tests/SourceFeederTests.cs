using Continuo.Audio;
using Continuo.Rings;
using Continuo.Sources;

namespace Continuo.Engine.Tests;

public sealed class SourceFeederTests
{
    private static readonly AudioAddress Address = AudioAddress.Parse("tone:440");

    [Fact]
    public void It_is_started_once_disposed_any_number_of_times_and_frees_its_source_once()
    {
        using var ring = new AudioRing(AudioFormat.Default, 480, 8);
        var source = new StubbornSource();
        source.Release.Set();
        var feeder = new SourceFeeder(source, Address, ring, 2);
        feeder.Start();
        Assert.Throws<InvalidOperationException>(feeder.Start);
        feeder.Dispose();
        feeder.Dispose();
        Assert.Throws<ObjectDisposedException>(feeder.Start);
        Assert.Equal(1, source.Disposals);
        Assert.True(ring.IsCompleted);
    }

    [Fact]
    public void A_source_that_ignores_its_interruption_delays_the_disposal_but_not_for_ever_and_is_freed_when_it_returns()
    {
        var ring = new AudioRing(AudioFormat.Default, 480, 8);
        var source = new StubbornSource();
        var feeder = new SourceFeeder(source, Address, ring, 2);
        feeder.Start();
        Assert.True(source.IsReading.Wait(TimeSpan.FromSeconds(20)));
        feeder.Dispose();
        Assert.Equal(0, source.Disposals);
        ring.Dispose();
        source.Release.Set();
        Assert.True(SpinWait.SpinUntil(() => source.Disposals == 1, TimeSpan.FromSeconds(20)));
    }

    /// <summary>Its reads last until the test lets them return; its interruption throws.</summary>
    private sealed class StubbornSource : IAudioSource
    {
        private int _disposals;

        public ManualResetEventSlim IsReading { get; } = new();

        public ManualResetEventSlim Release { get; } = new();

        public int Disposals => Volatile.Read(ref _disposals);

        public AudioFormat Format => AudioFormat.Default;

        public SourcePace Pace => SourcePace.Free;

        public string Description => "stubborn";

        public void Open()
        {
        }

        public SourceRead Read(Span<float> destination, TimeSpan timeout)
        {
            IsReading.Set();
            Release.Wait();
            destination[..960].Clear();
            return SourceRead.Data(480);
        }

        public void Interrupt() => throw new InvalidOperationException("of the user");

        public void Dispose() => Interlocked.Increment(ref _disposals);
    }
}
