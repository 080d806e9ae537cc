using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Playing;

namespace Continuo.Tests.Playing;

public sealed class OutputClockTests
{
    private readonly VirtualClock _clock = new();
    private readonly OutputClock _output;

    public OutputClockTests() => _output = new OutputClock(AudioFormat.Default, _clock);

    [Fact]
    public void Without_a_report_the_last_rendered_frame_is_heard() => Assert.Equal(4800, _output.Heard(4800));

    [Fact]
    public void What_is_on_its_way_is_not_heard_yet_and_comes_with_time()
    {
        _output.Report(48_000, 4800, _clock.Now);
        Assert.Equal(43_200, _output.Heard(96_000));
        _clock.Advance(TimeSpan.FromMilliseconds(40));
        Assert.Equal(45_120, _output.Heard(96_000));
        _clock.Advance(TimeSpan.FromMilliseconds(60));
        Assert.Equal(48_000, _output.Heard(96_000));
    }

    [Fact]
    public void Nothing_is_heard_that_was_not_reported_as_rendered()
    {
        _output.Report(48_000, 4800, _clock.Now);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(48_000, _output.Heard(960_000));
    }

    [Fact]
    public void Before_the_first_frame_is_out_the_first_frame_is_heard()
    {
        _output.Report(480, 4800, _clock.Now);
        Assert.Equal(0, _output.Heard(480));
    }

    [Fact]
    public void A_report_of_a_moment_ago_counts_from_that_moment()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        _output.Report(48_000, 4800, _clock.Now - 50_000_000);
        Assert.Equal(45_600, _output.Heard(48_000));
    }
}
