using System.IO.Pipes;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sources;

namespace Continuo.Tests.Sources;

public class ClipReaderTests
{
    private static readonly AudioFormat Mono = new(8_000, 1);

    [Fact]
    public void A_source_is_read_to_its_end()
    {
        using var source = new ToneSource(Mono, 100, 0, TimeSpan.FromSeconds(5.5));
        var clip = source.ReadClip();
        Assert.Equal(44_000, clip.Frames);
        Assert.Equal(Reading.Open(source, 44_000), clip.Samples.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(3.25)]
    public void A_source_without_end_is_read_up_to_the_limit(double seconds)
    {
        using var source = new NoiseSource(Mono, NoiseColour.White);
        Assert.Equal((long)(seconds * 8_000), source.ReadClip(TimeSpan.FromSeconds(seconds)).Frames);
    }

    [Fact]
    public async Task Cancelling_ends_the_reading_of_a_source_that_gives_nothing()
    {
        using var pipe = new AnonymousPipeServerStream();
        using var source = new PcmStreamSource(
            new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle),
            new PcmFormat(SampleType.S16, Mono),
            SystemClock.Instance);
        using var cancel = new CancellationTokenSource();
        var reading = Task.Run(() => source.ReadClip(cancellation: cancel.Token));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
