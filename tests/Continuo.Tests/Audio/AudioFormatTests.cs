using Continuo.Audio;
using FsCheck.Fluent;

namespace Continuo.Tests.Audio;

public class AudioFormatTests
{
    [Fact]
    public void Frames_to_time_and_back_is_exact_at_every_rate_for_years()
    {
        var cases = from rate in Gen.Choose(AudioFormat.MinSampleRate, AudioFormat.MaxSampleRate)
                    from frames in Gen.Choose(0, int.MaxValue)
                    from hours in Gen.Choose(-100_000, 100_000)
                    select (Format: new AudioFormat(rate, 2), Frames: hours * 3_600L * rate + frames);
        Prop.ForAll(cases.ToArbitrary(), c => c.Format.ToFrames(c.Format.ToNanoseconds(c.Frames)) == c.Frames).Holds();
    }

    [Fact]
    public void Times_are_rounded_to_the_nearest()
    {
        var format = new AudioFormat(44_100, 1);
        Assert.Equal(22_676, format.ToNanoseconds(1));
        Assert.Equal(-22_676, format.ToNanoseconds(-1));
        Assert.Equal(441, format.ToFrames(TimeSpan.FromMilliseconds(10)));
        Assert.Equal(TimeSpan.FromSeconds(1), format.ToTime(44_100));
    }

    [Theory]
    [InlineData(999, 2)]
    [InlineData(768_001, 2)]
    [InlineData(48_000, 0)]
    [InlineData(48_000, 65)]
    [InlineData(int.MinValue, int.MaxValue)]
    public void What_is_out_of_range_is_refused(int rate, int channels) =>
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => new AudioFormat(rate, channels)).Code);
}
