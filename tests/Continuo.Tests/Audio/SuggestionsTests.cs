using Continuo.Audio;

namespace Continuo.Tests.Audio;

public sealed class SuggestionsTests
{
    [Theory]
    [InlineData("recrod", "record")]
    [InlineData("recor", "record")]
    [InlineData("strem", "stream")]
    [InlineData("mxi", "mix")]
    [InlineData("simu", "simulate")]
    [InlineData("banana", null)]
    [InlineData("x", null)]
    public void The_nearest_word_is_found_if_it_is_near(string word, string? meant) =>
        Assert.Equal(meant, Suggestions.Nearest(word, ["record", "stream", "mix", "simulate", "play"]));
}
