using System.Globalization;

namespace Continuo.Simulation.Plots;

/// <summary>
/// Draws costs against sizes as SVG, both axes logarithmic: a line for each series, and a dashed one for a cost that grows with the square.
/// </summary>
internal static class CostPlot
{
    private const double Width = 720;
    private const double Height = 420;
    private const double Left = 80;
    private const double Right = Width - 20;
    private const double Top = 100;
    private const double Bottom = Height - 60;

    /// <summary>Draws the plot.</summary>
    /// <param name="title">Title.</param>
    /// <param name="summary">A line under the title.</param>
    /// <param name="series">At most six series of points: size, and cost in nanoseconds.</param>
    public static string Draw(
        string title, string summary, IReadOnlyList<(string Name, IReadOnlyList<(double Size, double Cost)> Points)> series)
    {
        var points = series.SelectMany(s => s.Points).ToArray();
        var (least, most) = (points.Min(p => p.Size), points.Max(p => p.Size));
        var floor = Math.Floor(Math.Log10(points.Min(p => p.Cost)));
        var ceiling = Math.Ceiling(Math.Log10(points.Max(p => p.Cost)));
        var drawing = new SvgDrawing();
        drawing.Text(20, 30, "title", title);
        drawing.Text(20, 50, "quiet", summary);
        for (var decade = floor; decade <= ceiling; decade++)
        {
            drawing.Line(Left, Y(Math.Pow(10, decade)), Right, Y(Math.Pow(10, decade)), "grid");
            drawing.Text(Left - 8, Y(Math.Pow(10, decade)) + 4, "tick end", Time(Math.Pow(10, decade)));
        }

        foreach (var size in points.Select(p => p.Size).Distinct())
        {
            drawing.Text(X(size), Bottom + 20, "tick middle", size.ToString("0", CultureInfo.InvariantCulture));
        }

        var (from, cost) = (least * 4, Math.Pow(10, floor) * 3);
        var to = Math.Min(most, from * Math.Sqrt(Math.Pow(10, ceiling) / cost));
        drawing.Line(X(from), Y(cost), X(to), Y(cost * to / from * to / from), "line target m5");
        drawing.Text(X(to) - 8, Y(cost * to / from * to / from) + 14, "tick end", "quadratic");
        foreach (var (i, (name, line)) in series.Index())
        {
            drawing.Path(string.Join("", line.Select((p, at) => string.Create(CultureInfo.InvariantCulture,
                $"{(at == 0 ? 'M' : 'L')}{X(p.Size):0.#} {Y(p.Cost):0.#}"))), $"line m{i}");
            drawing.Box(Left + i % 3 * 220, 66 + i / 3 * 18, 14, 4, $"bar m{i}");
            drawing.Text(Left + i % 3 * 220 + 20, 72 + i / 3 * 18, "label", name);
        }

        return drawing.Finish(Width, Height, title, PlotStyle.Sheet);

        double X(double size) => Left + (Right - Left) * Math.Log(size / least) / Math.Log(most / least);

        double Y(double nanoseconds) => Bottom - (Bottom - Top) * (Math.Log10(nanoseconds) - floor) / (ceiling - floor);
    }

    private static string Time(double nanoseconds) => nanoseconds switch
    {
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:0.##} ms"),
        >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:0.##} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0} ns"),
    };
}
