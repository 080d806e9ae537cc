using Continuo.Audio;
using FsCheck.Fluent;

namespace Continuo.Tests.Audio;

public class PcmFormatTests
{
    [Fact]
    public void Every_format_is_understood_as_it_is_written()
    {
        var formats = from sample in Gen.Elements(Enum.GetValues<SampleType>())
                      from rate in Gen.Choose(AudioFormat.MinSampleRate, AudioFormat.MaxSampleRate)
                      from channels in Gen.Choose(1, AudioFormat.MaxChannels)
                      select new PcmFormat(sample, new AudioFormat(rate, channels));
        Prop.ForAll(formats.ToArbitrary(), f => PcmFormat.Parse(f.ToString()) == f).Holds();
    }

    [Fact]
    public void The_byte_order_may_be_left_out_and_blanks_do_not_matter() =>
        Assert.Equal(new PcmFormat(SampleType.S24, new AudioFormat(44_100, 2)), PcmFormat.Parse(" S24 , 44100, 2"));

    [Theory]
    [InlineData(SampleType.S16, 4)]
    [InlineData(SampleType.S24, 6)]
    [InlineData(SampleType.S32, 8)]
    [InlineData(SampleType.F32, 8)]
    public void A_frame_has_the_bytes_of_its_samples(SampleType sample, int bytes) =>
        Assert.Equal(bytes, new PcmFormat(sample, AudioFormat.Default).FrameBytes);

    [Theory]
    [InlineData("")]
    [InlineData("s16le")]
    [InlineData("s16le,44100")]
    [InlineData("s16le,44100,1,2")]
    [InlineData("s16be,44100,1")]
    [InlineData("s16le,-44100,1")]
    [InlineData("s16le,44.1k,1")]
    [InlineData("s16le,99999999999,1")]
    [InlineData("s16le,999999,1")]
    [InlineData("s16le,44100,0")]
    [InlineData("s16le,44100,65")]
    public void What_is_no_format_is_refused(string text) =>
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => PcmFormat.Parse(text)).Code);
}
