using Continuo.Cli.Output;

namespace Continuo.Cli.Tests.Output;

public sealed class TextTableTests
{
    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell_and_lines_end_without_spaces()
    {
        var table = new TextTable("A", "LONG");
        table.Add("wide cell", "x");
        Assert.Equal("A          LONG\nwide cell  x", table.ToString());
    }
}
