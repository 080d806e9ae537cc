using Continuo.Cli.Output;

namespace Continuo.Cli.Tests.Output;

public sealed class FittingTableTests
{
    [Theory]
    [InlineData(40, "name      read  lost")]
    [InlineData(15, "name      read")]
    [InlineData(1, "name    ")]
    public void The_columns_that_matter_least_are_left_out(int width, string titles)
    {
        var table = new FittingTable().Column("name", 0, isNumber: false).Column("read", 1).Column("lost", 2);
        table.Row("[bold]recorder[/]", "12", "[red]0[/]");
        var line = Spectre.Console.Markup.Remove(table.Lines(width)[0]);
        Assert.Equal(titles, line);
    }
}
