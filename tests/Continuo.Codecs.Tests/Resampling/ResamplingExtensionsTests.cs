using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Codecs.Resampling;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Codecs.Tests.Resampling;

public sealed class ResamplingExtensionsTests
{
    private static readonly AudioSystem System = new AudioSystem()
        .AddSource("exec", static (_, _) => new ScriptedSource(44_100, [0.5f], SourceRead.Data(1)))
        .UseResampling();

    [Theory]
    [InlineData(null, 44_100, 1)]
    [InlineData(44_100, 44_100, 1)]
    [InlineData(88_200, 88_200, 2)]
    public void A_source_of_another_rate_than_asked_for_is_resampled(int? asked, int rate, int frames)
    {
        using var source = System.CreateSource(AudioAddress.Parse("exec:x"), new SourceRequest(asked, null, 480, null, new VirtualClock()));
        source.Open();
        Assert.Equal(rate, source.Format.SampleRate);
        Assert.Equal(frames, source.Read(new float[480], TimeSpan.Zero).Frames);
        Assert.Equal(SourceStatus.End, source.Read(new float[480], TimeSpan.Zero).Status);
    }

    [Fact]
    public void What_a_child_process_writes_is_resampled()
    {
        using var source = new AudioSystem().UseResampling().CreateSource(
            AudioAddress.Parse("exec:head -c 88200 /dev/zero?format=s16le,44100,1"),
            new SourceRequest(48_000, null, 480, null, SystemClock.Instance));
        source.Open();
        Assert.Equal(new AudioFormat(48_000, 1), source.Format);
        var block = new float[480];
        var frames = 0;
        SourceRead read;
        while ((read = source.Read(block, TimeSpan.FromSeconds(10))).Status == SourceStatus.Data) frames += read.Frames;
        Assert.Equal(SourceStatus.End, read.Status);
        Assert.Equal(48_000, frames);
    }
}
