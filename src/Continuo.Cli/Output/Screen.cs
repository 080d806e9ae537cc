using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Continuo.Cli.Output;

/// <summary>
/// A view on the terminal that is redrawn in place. It never exceeds the terminal's size; after a resize everything is redrawn, because the
/// terminal has wrapped the existing lines.
/// </summary>
internal sealed class Screen : IDisposable
{
    private (int Columns, int Rows) _size;
    private int _drawn;

    /// <summary>Draws lines in the markup of Spectre.Console; the function receives the available width and height.</summary>
    public void Draw(Func<int, int, IReadOnlyList<string>> view)
    {
        var size = Terminal.Output.Size;
        // a full last column would break the line on some terminals
        var (width, height) = (Math.Max(1, size.Columns - 1), Math.Max(1, size.Rows));
        var lines = view(width, height);
        var picture = new StringBuilder();
        if (_drawn > 0) picture.Append(size == _size ? Up(_drawn - 1) : "\x1b[2J\x1b[H");
        var count = Math.Min(height, lines.Count);
        for (var i = 0; i < count; i++)
        {
            picture.Append(i == 0 ? "" : "\n").Append("\x1b[2K").Append(Paint(lines[i], width, Terminal.Output.HasColours));
        }

        picture.Append("\x1b[J");
        StandardText.WriteOutput(picture.ToString());
        (_size, _drawn) = (size, count);
    }

    /// <summary>Removes the view.</summary>
    public void Clear()
    {
        if (_drawn > 0) StandardText.WriteOutput(Up(_drawn - 1) + "\x1b[J");
        _drawn = 0;
    }

    /// <summary>Leaves the view, with the cursor below it.</summary>
    public void Dispose()
    {
        if (_drawn > 0) StandardText.WriteOutput("\n");
        _drawn = 0;
    }

    /// <summary>Converts a line of markup, cut to a width, to terminal output.</summary>
    public static string Paint(string markup, int width, bool colours)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width;
        console.Write(new CutLine(new Markup(markup)));
        return writer.ToString().TrimEnd('\n', '\r');
    }

    private static string Up(int lines) => lines > 0 ? $"\r\x1b[{lines}A" : "\r";

    private sealed class CutLine(IRenderable line) : IRenderable
    {
        private const int Unlimited = 10_000;

        public Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            Segment.Truncate(line.Render(options, Unlimited), maxWidth);
    }
}
