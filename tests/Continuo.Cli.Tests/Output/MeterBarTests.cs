using Continuo.Cli.Output;

namespace Continuo.Cli.Tests.Output;

public sealed class MeterBarTests
{
    [Theory]
    [InlineData(0, "        ")]
    [InlineData(0.0001, "        ")]
    [InlineData(1, "████████")]
    [InlineData(2, "████████")]
    [InlineData(0.0316228, "████    ")]
    public void A_bar_spans_sixty_decibels(double amplitude, string bar) => Assert.Equal(bar, MeterBar.Of(amplitude, 8));

    [Fact]
    public void A_bar_shows_eighths_of_a_character() => Assert.Equal("▌ ", MeterBar.Of(Math.Pow(10, -45 / 20.0), 2));
}
