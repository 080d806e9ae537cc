using Continuo.Audio;
using Continuo.Cli.Options;

namespace Continuo.Cli.Tests.Options;

public sealed class VolumeLevelsTests
{
    [Theory]
    [InlineData("0.5", 0.5)]
    [InlineData("50%", 0.5)]
    [InlineData("0dB", 1)]
    [InlineData("-6dB", 0.7943)]
    [InlineData("-60 db", 0.1)]
    public void A_volume_is_a_factor_a_percentage_or_decibels(string text, double volume) =>
        Assert.Equal(volume, VolumeLevels.Parse(text), 4);

    [Theory]
    [InlineData("loud")]
    [InlineData("%")]
    [InlineData("NaN")]
    [InlineData("∞dB")]
    public void What_is_no_volume_is_refused(string text) =>
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => VolumeLevels.Parse(text)).Code);
}
