using Spectre.Console;

namespace Continuo.Cli.Output;

/// <summary>A table for a view that is redrawn: if it is too wide, the least important columns are omitted.</summary>
internal sealed class FittingTable
{
    private readonly List<(string Title, int Rank, bool IsNumber)> _columns = [];
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a column.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="rank">Its importance: 0 is the highest.</param>
    /// <param name="isNumber">Whether it is right-aligned.</param>
    public FittingTable Column(string title, int rank, bool isNumber = true)
    {
        _columns.Add((title, rank, isNumber));
        return this;
    }

    /// <summary>Adds a row, in markup.</summary>
    public void Row(params string[] cells) => _rows.Add(cells);

    /// <summary>The lines, in markup.</summary>
    public IReadOnlyList<string> Lines(int width)
    {
        var widths = _columns.Select((c, i) => _rows.Select(r => Visible(r[i])).Append(TextFit.Columns(c.Title)).Max()).ToArray();
        var shown = Shown(widths, width);
        var lines = new List<string> { Line(shown.Select(i => Align($"[grey]{Markup.Escape(_columns[i].Title)}[/]", widths[i],
            _columns[i].IsNumber))) };
        lines.AddRange(_rows.Select(row => Line(shown.Select(i => Align(row[i], widths[i], _columns[i].IsNumber)))));
        return lines;
    }

    private List<int> Shown(int[] widths, int width)
    {
        var (shown, used) = (new List<int>(), 0);
        foreach (var column in Enumerable.Range(0, widths.Length).OrderBy(i => _columns[i].Rank))
        {
            var needed = widths[column] + (shown.Count > 0 ? 2 : 0);
            if (shown.Count > 0 && used + needed > width) break;
            shown.Add(column);
            used += needed;
        }

        shown.Sort();
        return shown;
    }

    private static string Line(IEnumerable<string> cells) => string.Join("  ", cells);

    private static string Align(string markup, int width, bool isNumber)
    {
        var spaces = new string(' ', Math.Max(0, width - Visible(markup)));
        return isNumber ? spaces + markup : markup + spaces;
    }

    // The library would remove spaces that stand alone.
    private static int Visible(string markup) =>
        TextFit.Columns(markup.Contains('[', StringComparison.Ordinal) ? Markup.Remove(markup) : markup);
}
