using Spectre.Console.Rendering;

namespace Continuo.Cli.Output;

/// <summary>Fits text into a number of terminal columns. Wide characters count as two.</summary>
internal static class TextFit
{
    /// <summary>Number of columns of a text.</summary>
    public static int Columns(string text) => new Segment(text).CellCount();

    /// <summary>Cuts a text to a width, with an ellipsis if something is missing.</summary>
    public static string Cut(string text, int width)
    {
        if (width == int.MaxValue || Columns(text) <= width) return text;
        return width <= 0 ? "" : text[..LengthWithin(text, width - 1)] + "…";
    }

    /// <summary>Cuts or pads a text to a width.</summary>
    public static string Pad(string text, int width)
    {
        var cut = Cut(text, width);
        return cut + new string(' ', Math.Max(0, width - Columns(cut)));
    }

    /// <summary>
    /// Wraps lines at words. Text after a column gap (two spaces or more) continues below its own beginning, other text with a small
    /// indent; a word that is longer than a line is broken at the end of the line.
    /// </summary>
    /// <param name="text">The lines.</param>
    /// <param name="width">Maximum width.</param>
    /// <param name="indent">Indent of continuation lines for a line that begins without one.</param>
    public static string Wrap(string text, int width, int indent = 2)
    {
        if (width == int.MaxValue) return text;
        var lines = new List<string>();
        foreach (var line in text.Split('\n')) WrapLine(line, Math.Max(2, width), indent, lines);
        return string.Join('\n', lines);
    }

    /// <summary>Removes characters from external text that would move a terminal's cursor.</summary>
    public static string Clean(string text) =>
        text.Any(c => char.IsControl(c) && c != '\n') ? string.Concat(text.Select(c => char.IsControl(c) && c != '\n' ? '�' : c)) : text;

    private static void WrapLine(string line, int width, int indent, List<string> lines)
    {
        var hang = Hang(line, width, indent);
        var text = line.Length - line.TrimStart(' ').Length; // where words begin
        if (text > DeepestIndent(width) && Columns(line) > width) (line, text) = (new string(' ', hang) + line[text..], hang);
        while (Columns(line) > width)
        {
            var end = LengthWithin(line, width);
            var space = line.LastIndexOf(' ', Math.Min(end, line.Length - 1));
            if (space <= text) space = -1;
            var cut = space > 0 ? space : Math.Max(end, Math.Min(text + 1, line.Length));
            lines.Add(line[..cut].TrimEnd());
            line = new string(' ', hang) + line[cut..].TrimStart(' ');
            text = hang;
        }

        lines.Add(line);
    }

    private static int Hang(string line, int width, int indent)
    {
        var begin = line.Length - line.TrimStart(' ').Length;
        var gap = line.IndexOf("  ", begin, StringComparison.Ordinal);
        var column = gap < 0 ? 0 : gap + line.AsSpan(gap).IndexOfAnyExcept(' ');
        return column > begin && column <= DeepestIndent(width) ? column : Math.Min(begin == 0 ? indent : begin + 2, width / 4);
    }

    /// <summary>A deeper indent would leave no room for a wide character or for readable words.</summary>
    private static int DeepestIndent(int width) => Math.Min(width / 2, width - 2);

    /// <summary>Number of characters that fit into a width; never half of one.</summary>
    private static int LengthWithin(string text, int width)
    {
        var (length, columns) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            columns += Columns(rune.ToString());
            if (columns > width) break;
            length += rune.Utf16SequenceLength;
        }

        return length;
    }
}
