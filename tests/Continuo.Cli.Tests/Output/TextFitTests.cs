using Continuo.Cli.Output;

namespace Continuo.Cli.Tests.Output;

public sealed class TextFitTests
{
    [Theory]
    [InlineData("a word or two", 8, "a word\n  or two")]
    [InlineData("  name  a long meaning", 18, "  name  a long\n        meaning")]
    [InlineData("    indented text here", 16, "    indented\n    text here")]
    [InlineData("abcdefghij", 4, "abcd\n efg\n hij")]
    [InlineData("short", 80, "short")]
    [InlineData("one\ntwo words", 6, "one\ntwo\n words")]
    public void Lines_are_broken_at_words_and_continue_below_their_column(string text, int width, string wrapped) =>
        Assert.Equal(wrapped, TextFit.Wrap(text, width));

    [Fact]
    public void Wide_characters_take_two_columns_and_are_never_cut_in_half()
    {
        Assert.Equal(6, TextFit.Columns("音楽a!"));
        Assert.Equal("音…", TextFit.Cut("音楽音楽", 4));
        Assert.All(TextFit.Wrap("音楽音楽音楽", 5).Split('\n'), l => Assert.True(TextFit.Columns(l) <= 5));
        Assert.Equal("😀😀…", TextFit.Cut("😀😀😀😀", 5));
    }

    [Fact]
    public void No_width_and_no_text_breaks_it()
    {
        var random = new Random(5);
        for (var i = 0; i < 10_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => " ab…音\n"[random.Next(6)])]);
            var width = random.Next(2, 40);
            var wrapped = TextFit.Wrap(text, width);
            Assert.All(wrapped.Split('\n'), l => Assert.True(TextFit.Columns(l) <= width, $"'{text}' in {width}: '{l}'"));
            Assert.Equal(Words(text), Words(wrapped));
        }
    }

    [Fact]
    public void What_moves_a_cursor_is_taken_out_of_names() => Assert.Equal("a�[2Jb\nc", TextFit.Clean("a\x1b[2Jb\nc"));

    private static string Words(string text) => string.Concat(text.Where(c => c is not (' ' or '\n')));
}
