using System.Globalization;
using System.Text;
using Continuo.Simulation.Comparison;
using Continuo.Simulation.Playout;
using Continuo.Simulation.Traces;

namespace Continuo.Simulation.Plots;

/// <summary>
/// Draws a comparison as SVG: each packet's delay as a dot, each method's playout delay as a line, the first method's target as a dashed
/// line, and below, lost packets and each method's concealed audio. Delays are above the network's minimum.
/// </summary>
public static class PlayoutPlot
{
    private const double Width = 960;
    private const double Left = 92;
    private const double Right = Width - 20;
    private const double DelayHeight = 280;
    private const double StripHeight = 22;
    private const double ColumnWidth = 1.5;
    private const int Looks = 6;

    // The same colour in every plot.
    private static readonly string[] Known = ["ours", "neteq", "jamulus"];

    /// <summary>Draws the plot.</summary>
    /// <param name="comparison">A comparison with all ticks.</param>
    /// <param name="summary">A line under the title.</param>
    public static string Draw(TraceComparison comparison, string summary)
    {
        var drawing = new SvgDrawing();
        var trace = comparison.Trace;
        var start = trace.Packets[0].SendTime;
        var x = new PlotAxis(Math.Max(0.1, (trace.Packets[^1].SendTime - start) / 1e9), Left, Right);
        drawing.Text(20, 30, "title", trace.Name);
        drawing.Text(20, 50, "quiet", summary);
        var top = Legend(drawing, comparison.Results, 74) + 8;
        var y = new PlotAxis(HighestDelay(comparison), top + DelayHeight, top);
        Grid(drawing, x, y, top);
        drawing.Path(Arrivals(trace, x, y, start), "arrival");
        for (var i = comparison.Results.Count - 1; i >= 0; i--)
        {
            drawing.Path(Course(comparison.Results[i].Samples, x, y, start, s => s.DelayMs), $"line {Look(comparison.Results, i)}");
        }

        if (!comparison.Results[0].Method.StartsWith("fixed", StringComparison.Ordinal))
        {
            drawing.Path(Course(comparison.Results[0].Samples, x, y, start, s => s.TargetMs), $"line target {Look(comparison.Results, 0)}");
        }

        var bottom = top + DelayHeight + 18;
        Strip(drawing, "lost", "lost", Losses(trace, x, start), bottom);
        foreach (var (i, result) in comparison.Results.Index())
        {
            bottom += StripHeight + 6;
            Strip(drawing, result.Method, Look(comparison.Results, i), Concealments(result, trace, x, start), bottom);
        }

        bottom += StripHeight + 18;
        foreach (var mark in x.Marks(12)) drawing.Text(x.At(mark), bottom, "tick middle", Number(mark));
        drawing.Text((Left + Right) / 2, bottom + 20, "quiet middle", "seconds");
        drawing.Text(20, top - 2, "quiet", "ms");
        return drawing.Finish(Width, bottom + 34, $"Playout of the trace {trace.Name}", PlotStyle.Sheet);
    }

    private static string Look(IReadOnlyList<PlayoutResult> results, int i)
    {
        var known = Array.IndexOf(Known, results[i].Method);
        var others = results.Take(i).Count(r => !Known.Contains(r.Method));
        return $"m{(known >= 0 ? known : Known.Length + others % (Looks - Known.Length))}";
    }

    private static double Legend(SvgDrawing drawing, IReadOnlyList<PlayoutResult> results, double y)
    {
        foreach (var (i, result) in results.Index())
        {
            drawing.Line(20, y - 4, 44, y - 4, $"line {Look(results, i)}");
            drawing.Text(52, y, "label", result.Method);
            var dashed = i == 0 && !result.Method.StartsWith("fixed", StringComparison.Ordinal) ? "; dashed: target delay" : "";
            drawing.Text(140, y, "quiet", string.Create(
                CultureInfo.InvariantCulture,
                $"mean {result.MeanDelayMs:0.0} ms, 95 % within {result.P95DelayMs:0.0} ms, "
                    + $"{100 * result.ConcealedShare:0.00} % concealed{dashed}"));
            y += 20;
        }

        drawing.Path(string.Create(CultureInfo.InvariantCulture, $"M32 {y - 4:0}h0"), "arrival large");
        drawing.Text(52, y, "label", "packets");
        drawing.Text(140, y, "quiet", "delay at arrival above the minimum; playout delay on the same scale; bars below: concealed audio");
        return y + 14;
    }

    private static void Grid(SvgDrawing drawing, PlotAxis x, PlotAxis y, double top)
    {
        foreach (var mark in y.Marks(6))
        {
            drawing.Line(Left, y.At(mark), Right, y.At(mark), "grid");
            drawing.Text(Left - 8, y.At(mark) + 4, "tick end", Number(mark));
        }

        foreach (var mark in x.Marks(12)) drawing.Line(x.At(mark), top, x.At(mark), top + DelayHeight, "grid");
    }

    /// <summary>High enough for all but the rarest delays.</summary>
    private static double HighestDelay(TraceComparison comparison)
    {
        var delays = comparison.Results.SelectMany(r => r.Samples).Select(s => s.DelayMs).Where(d => !double.IsNaN(d))
            .Concat(comparison.Trace.Packets.Where(p => !p.IsLost).Select(p => (p.Delay - comparison.Trace.MinDelay) / 1e6)).Order()
            .ToArray();
        var high = delays.Length == 0 ? 50 : delays[(int)((delays.Length - 1) * 0.999)] * 1.05;
        var step = new PlotAxis(Math.Max(40, high), 0, 1).Step(6);
        return Math.Ceiling(Math.Max(40, high) / step) * step;
    }

    /// <summary>One dot for all packets at the same point.</summary>
    private static string Arrivals(PacketTrace trace, PlotAxis x, PlotAxis y, long start)
    {
        var path = new StringBuilder();
        var seen = new HashSet<(int, int)>();
        foreach (var packet in trace.Packets.Where(p => !p.IsLost))
        {
            var point = ((int)Math.Round(x.At((packet.SendTime - start) / 1e9)),
                (int)Math.Round(y.At((packet.Delay - trace.MinDelay) / 1e6)));
            if (seen.Add(point)) path.Append(CultureInfo.InvariantCulture, $"M{point.Item1} {point.Item2}h0");
        }

        return path.ToString();
    }

    private static string Course(
        IReadOnlyList<PlayoutSample> samples,
        PlotAxis x,
        PlotAxis y,
        long start,
        Func<PlayoutSample, double> value)
    {
        var path = new StringBuilder();
        var isOpen = false;
        foreach (var column in samples.GroupBy(s => Column(x, s.Time, start)))
        {
            var values = column.Select(value).Where(v => !double.IsNaN(v)).ToArray();
            if (values.Length == 0)
            {
                isOpen = false;
                continue;
            }

            path.Append(CultureInfo.InvariantCulture,
                $"{(isOpen ? 'L' : 'M')}{Left + column.Key * ColumnWidth:0.#} {y.At(values.Average()):0.#}");
            isOpen = true;
        }

        return path.ToString();
    }

    private static Dictionary<int, double> Concealments(PlayoutResult result, PacketTrace trace, PlotAxis x, long start)
    {
        var framesPerTick = trace.SampleRate * PlayoutRun.DefaultTickMs / 1000;
        return result.Samples.GroupBy(s => Column(x, s.Time, start)).ToDictionary(c => c.Key,
            c => c.Average(s => s.ConcealedFrames / framesPerTick));
    }

    private static Dictionary<int, double> Losses(PacketTrace trace, PlotAxis x, long start) =>
        trace.Packets.GroupBy(p => Column(x, p.SendTime, start)).ToDictionary(c => c.Key, c => (double)c.Count(p => p.IsLost) / c.Count());

    /// <summary>A row of bars whose height is the share; the smallest stay visible.</summary>
    private static void Strip(SvgDrawing drawing, string name, string look, Dictionary<int, double> shares, double y)
    {
        drawing.Box(Left, y, Right - Left, StripHeight, "strip");
        drawing.Text(Left - 8, y + StripHeight - 6, "tick end", name);
        var path = new StringBuilder();
        foreach (var (column, share) in shares.Where(s => s.Value > 0).OrderBy(s => s.Key))
        {
            path.Append(CultureInfo.InvariantCulture,
                $"M{Left + column * ColumnWidth:0.#} {y + StripHeight:0.#}v{-Math.Max(3, share * StripHeight):0.#}");
        }

        drawing.Path(path.ToString(), $"bar {look}");
    }

    private static int Column(PlotAxis x, long time, long start) => (int)Math.Round((x.At((time - start) / 1e9) - Left) / ColumnWidth);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
