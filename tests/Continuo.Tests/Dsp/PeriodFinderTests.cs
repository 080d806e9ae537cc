using Continuo.Dsp;

namespace Continuo.Tests.Dsp;

public class PeriodFinderTests
{
    [Theory]
    [InlineData(150, 1)]
    [InlineData(150, 2)]
    [InlineData(331, 1)]
    public void It_finds_the_period_of_a_tone(int period, int channels)
    {
        var view = Tone(period, 2_000, channels);
        Assert.Equal(period, PeriodFinder.Find(view, 1_000 * channels, 480 * channels, -channels, 120, 480, 3, 0.5f));
    }

    [Fact]
    public void It_looks_behind_the_piece_where_the_step_is_positive() =>
        Assert.Equal(200, PeriodFinder.Find(Tone(200, 2_000, 1), 0, 480, 1, 120, 399, 3, 0.5f));

    [Fact]
    public void Noise_that_is_like_nothing_has_no_period()
    {
        var random = new Random(3);
        var noise = Enumerable.Range(0, 2_000).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
        Assert.Equal(0, PeriodFinder.Find(noise, 1_000, 480, -1, 120, 480, 3, 0.9f));
    }

    private static float[] Tone(int period, int frames, int channels) =>
        [.. Enumerable.Range(0, frames * channels).Select(i => (float)Math.Sin(2 * Math.PI * (i / channels) / period))];
}
