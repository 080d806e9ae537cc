using System.Globalization;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Network;

namespace Continuo.Cli.Simulating;

/// <summary>Formats simulation results as text.</summary>
internal static class SimulationTables
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Scenarios(ScenariosReport report)
    {
        var table = new TextTable("trace", "what happens");
        foreach (var scenario in report.Scenarios)
        {
            table.Add(scenario.Name, scenario.Summary);
            if (scenario.Origin is { } origin) table.Add("", $"  after {origin}");
        }

        return table.ToString();
    }

    public static string Traces(SimulationReport report) => report.Traces is [var only] ? One(only) : Many(report);

    /// <summary>Rows of traces with copies; the first method only, or all.</summary>
    public static string Redundancy(SimulationReport report)
    {
        var table = new TextTable(["trace", "copies", "kb/s", "lost %",
            .. report.Traces[0].Methods.Select(m => $"{m.Method}: concealed %, delay ms")]);
        foreach (var trace in report.Traces)
        {
            table.Add([trace.Trace, trace.Copies.ToString(Culture), Number(trace.KilobitsPerSecond, "0"), Number(trace.LostPercent, "0.0"),
                .. trace.Methods.Select(m => $"{Percent(m)}  {Delay(m)}")]);
        }

        return table.ToString();
    }

    /// <summary>One row per trace and rival.</summary>
    public static string EqualDelays(EqualDelaysReport report)
    {
        var table = new TextTable("trace", "rival", "delay ms", "concealed %", "ours", "delay ms", "concealed %", "no worse");
        foreach (var c in report.Comparisons)
        {
            table.Add(
                c.Trace,
                c.Rival,
                Number(c.RivalDelayMs, "0.0"),
                Number(c.RivalConcealedPercent, "0.000"),
                c.Setting ?? "none as fast",
                c.DelayMs is { } delay ? Number(delay, "0.0") : "",
                c.ConcealedPercent is { } concealed ? Number(concealed, "0.000") : "",
                c.NoWorse ? "yes" : "no");
        }

        return $"{table}\n\n{report.Comparisons.Count(c => c.NoWorse)} of {report.Comparisons.Count} no worse";
    }

    private static string One(TraceReport trace)
    {
        var table = new TextTable("method", "mean ms", "95 % ms", "concealed %", "scaled %", "late packets", "longest gap s");
        foreach (var m in trace.Methods)
        {
            table.Add(m.Method, Number(m.MeanDelayMs, "0.0"), Number(m.P95DelayMs, "0.0"), Number(m.ConcealedPercent, "0.000"),
                Number(m.ScaledPercent, "0.00"), m.LatePackets.ToString(Culture), Number(m.LongestAwaySeconds, "0.0"));
        }

        var head = string.Create(Culture,
            $"{trace.Trace}: {trace.Packets} packets in {trace.Seconds:0.0} s, {trace.LostPercent:0.0} % lost, "
            + $"{trace.KilobitsPerSecond:0} "
            + $"kb/s{(trace.Copies > 0 ? $" with {trace.Copies} cop{(trace.Copies == 1 ? "y" : "ies")} in each" : "")}");
        return $"{head}\n\n{table}{(trace.Plot is { } plot ? $"\n\nplot: {plot}" : "")}";
    }

    private static string Many(SimulationReport report)
    {
        var methods = report.Traces[0].Methods.Select(m => m.Method).ToArray();
        var table = new TextTable(["trace", "lost %", .. methods.Select(m => $"{m}: delay ms, concealed %")]);
        foreach (var trace in report.Traces)
        {
            table.Add([trace.Trace, Number(trace.LostPercent, "0.0"), .. trace.Methods.Select(m => $"{Delay(m)}  {Percent(m)}")]);
        }

        table.Add(["mean", "", .. methods.Select((_, i) => Mean(report, i))]);
        return table.ToString();
    }

    private static string Mean(SimulationReport report, int method)
    {
        var results = report.Traces.Select(t => t.Methods[method]).ToArray();
        return $"{results.Average(m => m.MeanDelayMs).ToString("0.0", Culture),6}  "
            + $"{results.Average(m => m.ConcealedPercent).ToString("0.000", Culture),7}";
    }

    private static string Delay(PlayoutMethodReport m) => m.MeanDelayMs.ToString("0.0", Culture).PadLeft(6);

    private static string Percent(PlayoutMethodReport m) => m.ConcealedPercent.ToString("0.000", Culture).PadLeft(7);

    private static string Number(double value, string format) => value.ToString(format, Culture);
}
