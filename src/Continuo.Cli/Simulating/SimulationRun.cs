using Continuo.Cli.Reports.Network;
using Continuo.Simulation.Comparison;
using Continuo.Simulation.Playout;
using Continuo.Simulation.Plots;
using Continuo.Simulation.Scenarios;
using Continuo.Simulation.Traces;

namespace Continuo.Cli.Simulating;

/// <summary>Runs playout methods over traces by name or from files.</summary>
internal sealed class SimulationRun
{
    private readonly PlayoutMethod[] _methods;
    private readonly ulong _seed;
    private readonly TimeSpan _duration;
    private readonly double _kilobits;

    public SimulationRun(string[] models, ulong seed, TimeSpan duration, double kilobits)
    {
        _methods = [.. models.SelectMany(PlayoutMethods.Find).DistinctBy(m => m.Name)];
        (_seed, _duration, _kilobits) = (seed, duration, kilobits);
    }

    /// <summary>The trace of a scenario, or of a file if no scenario has that name and it looks like a path.</summary>
    public PacketTrace Trace(string name, int copies)
    {
        var isFile = ScenarioLibrary.All.All(s => s.Name != name)
            && (File.Exists(name) || name.Contains('.', StringComparison.Ordinal) || name.Contains('/', StringComparison.Ordinal));
        return isFile ? WithCopies(TraceFile.Read(name), copies) : ScenarioLibrary.Find(name).Trace(_seed, _duration, copies);
    }

    public TraceReport Compare(string name, int copies, string? svg, bool isOneOfMany)
    {
        var trace = Trace(name, copies);
        var comparison = TraceComparison.Run(trace, _methods);
        var sent = trace.Packets.DistinctBy(p => p.Sequence).ToArray();
        var carried = sent.Max(p => p.Copies);
        var plot = svg is null ? null : isOneOfMany ? Path.Combine(svg, trace.Name + ".svg") : svg;
        if (plot is not null)
        {
            if (isOneOfMany) Directory.CreateDirectory(svg!);
            var summary = ScenarioLibrary.All.FirstOrDefault(s => s.Name == trace.Name)?.Summary ?? name;
            OutputFile.Write(plot, writer => writer.Write(PlayoutPlot.Draw(comparison, summary)));
        }

        return new TraceReport(
            trace.Name,
            Math.Round(trace.Duration.TotalSeconds, 3),
            sent.Length,
            Rounded(100.0 * sent.Count(p => p.IsLost) / sent.Length),
            carried,
            Rounded(RedundancyCost.OnTheWire(_kilobits * 1000, trace.FramesPerPacket * 1000.0 / trace.SampleRate, carried) / 1000),
            [.. comparison.Results.Select(Report)],
            plot);
    }

    public EqualDelayReport[] CompareAtEqualDelay(string name, int copies)
    {
        var trace = Trace(name, copies);
        return
        [
            .. EqualDelay.Run(trace, PlayoutMethods.OwnSettings, PlayoutMethods.Rivals).Select(c => new EqualDelayReport(
                trace.Name,
                c.Rival.Method,
                Rounded(c.Rival.MeanDelayMs),
                Rounded(100 * c.Rival.ConcealedShare),
                c.Best?.Method,
                c.Best is null ? null : Rounded(c.Best.MeanDelayMs),
                c.Best is null ? null : Rounded(100 * c.Best.ConcealedShare),
                c.IsNoWorse)),
        ];
    }

    private static PlayoutMethodReport Report(PlayoutResult r) => new(
        r.Method,
        Rounded(r.MeanDelayMs),
        Rounded(r.P95DelayMs),
        Rounded(100 * r.ConcealedShare),
        Rounded(100 * r.ScaledShare),
        r.LatePackets,
        Rounded(TraceComparison.LongestAway(r).TotalSeconds));

    private static PacketTrace WithCopies(PacketTrace trace, int copies) => copies == 0
        ? trace
        : new PacketTrace(trace.Name, trace.SampleRate, trace.FramesPerPacket, [.. trace.Packets.Select(p => p with { Copies = copies })],
            trace.Receiver);

    private static double Rounded(double value) => Math.Round(value, 4);
}
