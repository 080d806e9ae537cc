namespace Continuo.Cli.Output;

/// <summary>Aligned columns of plain text, for people and for awk.</summary>
/// <param name="titles">The columns' titles.</param>
internal sealed class TextTable(params string[] titles)
{
    private readonly List<string[]> _rows = [titles];

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>For example <c>48000 Hz × 2</c>.</summary>
    public static string Format(int? sampleRate, int? channels) => sampleRate is null ? "" : $"{sampleRate} Hz × {channels}";

    public override string ToString()
    {
        var widths = titles.Select((_, column) => _rows.Max(row => row[column].Length)).ToArray();
        return string.Join('\n', _rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }
}
