namespace Continuo.Cli.Output;

/// <summary>
/// Aligned columns of plain text, for people and for awk. On a terminal that is too narrow the widest columns are wrapped; if that is not
/// enough, each row becomes a list of titles and values.
/// </summary>
/// <param name="titles">The columns' titles.</param>
internal sealed class TextTable(params string[] titles)
{
    private const int Narrowest = 8;
    private const string Between = "  ";

    private readonly List<string[]> _rows = [titles];

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>For example <c>48000 Hz × 2</c>.</summary>
    public static string Format(int? sampleRate, int? channels) => sampleRate is null ? "" : $"{sampleRate} Hz × {channels}";

    /// <summary>The table for the result terminal.</summary>
    public override string ToString() => Render(Terminal.Output.Width);

    /// <summary>The table, at most as wide as given.</summary>
    public string Render(int width)
    {
        var widths = titles.Select((_, column) => _rows.Max(row => TextFit.Columns(row[column]))).ToArray();
        if (width != int.MaxValue && !Shrink(widths, width - Between.Length * (titles.Length - 1))) return List(width);
        return string.Join('\n', _rows.SelectMany(row => Lines(row, widths)));
    }

    /// <summary>Narrows the widest columns until all fit; returns whether that is possible.</summary>
    private static bool Shrink(int[] widths, int room)
    {
        while (widths.Sum() > room)
        {
            var widest = Array.IndexOf(widths, widths.Max());
            if (widths[widest] <= Narrowest) return false;
            widths[widest]--;
        }

        return true;
    }

    private static IEnumerable<string> Lines(string[] row, int[] widths)
    {
        var cells = row.Select((cell, i) => TextFit.Wrap(cell, widths[i], indent: 0).Split('\n')).ToArray();
        for (var line = 0; line < cells.Max(c => c.Length); line++)
        {
            yield return string.Join(Between, cells.Select((c, i) => TextFit.Pad(line < c.Length ? c[line] : "", widths[i]))).TrimEnd();
        }
    }

    private string List(int width)
    {
        var label = titles.Max(TextFit.Columns);
        var rows = _rows.Skip(1).Select(row => string.Join('\n',
            row.Select((cell, i) => $"{titles[i].PadRight(label)}{Between}{cell}").Where((_, i) => row[i].Length > 0)));
        return TextFit.Wrap(string.Join("\n\n", rows), width);
    }
}
