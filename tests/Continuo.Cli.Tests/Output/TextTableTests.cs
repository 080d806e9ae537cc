using Continuo.Cli.Output;

namespace Continuo.Cli.Tests.Output;

public sealed class TextTableTests
{
    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell_and_lines_end_without_spaces()
    {
        var table = new TextTable("A", "LONG");
        table.Add("wide cell", "x");
        Assert.Equal("A          LONG\nwide cell  x", table.Render(int.MaxValue));
    }

    [Fact]
    public void A_table_that_is_too_wide_is_broken_and_at_last_becomes_a_list()
    {
        var table = new TextTable("ADDRESS", "NAME");
        table.Add("device:front", "a loudspeaker of the kind that one has");
        Assert.Equal("ADDRESS       NAME\ndevice:front  a loudspeaker of\n              the kind that one\n              has",
            table.Render(32));
        Assert.Equal("ADDRESS\n  device:front\nNAME     a\n  loudspeaker\n  of the kind\n  that one has",
            table.Render(14).Replace("  \n", "\n", StringComparison.Ordinal));
    }
}
