using Continuo.Audio;
using Continuo.Cli.Options;

namespace Continuo.Cli.Tests.Options;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("5s", 5)]
    [InlineData("5", 5)]
    [InlineData("0.25", 0.25)]
    [InlineData("500ms", 0.5)]
    [InlineData("1.5min", 90)]
    [InlineData("2m", 120)]
    [InlineData("2H", 7200)]
    [InlineData("1d", 86_400)]
    [InlineData("1:30", 90)]
    [InlineData("0:00.5", 0.5)]
    [InlineData("1:02:03.5", 3723.5)]
    [InlineData(" 10 s ", 10)]
    public void A_time_is_understood(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Durations.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("five")]
    [InlineData("5x")]
    [InlineData("1:2:3:4")]
    [InlineData("1:60")]
    [InlineData("1.5:30")]
    [InlineData("1:-5")]
    [InlineData("1e3s")]
    [InlineData("NaN")]
    [InlineData("0s")]
    [InlineData("-5s")]
    [InlineData("366d")]
    [InlineData("99999999999999999999h")]
    public void What_is_no_time_or_none_that_makes_sense_is_refused_with_examples(string text)
    {
        var error = Assert.Throws<AudioException>(() => Durations.Parse(text));
        Assert.Equal(AudioErrorCode.InvalidArgument, error.Code);
        Assert.Contains("1:30", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5.25, "00:05.2")]
    [InlineData(90, "01:30.0")]
    [InlineData(3723.5, "1:02:03.5")]
    public void A_time_is_shown_as_a_clock_shows_it(double seconds, string text) =>
        Assert.Equal(text, Durations.Show(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void The_time_after_wait_may_be_left_out()
    {
        Assert.Equal(["record", "--wait", "forever", "app:mpv", "x.wav"],
            StreamArguments.CompleteWait(["record", "--wait", "app:mpv", "x.wav"]));
        Assert.Equal(["record", "--wait", "5s", "app:mpv"], StreamArguments.CompleteWait(["record", "--wait", "5s", "app:mpv"]));
        Assert.Equal(["app:mpv", "--wait", "forever"], StreamArguments.CompleteWait(["app:mpv", "--wait"]));
    }
}
