using System.CommandLine;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Network;
using Continuo.Cli.Simulating;
using Continuo.Simulation.Scenarios;
using Continuo.Simulation.Traces;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo simulate</c>.</summary>
internal sealed class SimulateCommand : CliCommand
{
    private const string AllTraces = "all";
    private const double MostSeconds = 24 * 3600;

    private readonly Option<string[]> _traces = new("--trace")
    {
        Description = "Name of a trace, or a trace file; 'all' for all named traces",
        HelpName = "NAME|FILE",
        DefaultValueFactory = _ => [AllTraces],
    };
    private readonly Option<string[]> _models = new("--model")
    {
        Description =
            "Playout methods: ours, ours:20-200 (delay range in ms), neteq, jamulus, jamulus:10 (block in ms), fixed:80 (delay in ms), all",
        HelpName = "NAME",
        DefaultValueFactory = _ => ["all"],
    };
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Random seed; the same seed gives the same trace on every machine",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<TimeSpan?> _duration = new("--duration", "-d")
    {
        Description = "Length of the trace (default: 60s)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };
    private readonly Option<int> _red = new("--red")
    {
        Description = "Number of earlier packets repeated in each packet, 0 to 16",
        HelpName = "N",
    };
    private readonly Option<double> _bitRate = new("--bitrate")
    {
        Description = "Bit rate of the codec in kb/s, used to compute the bit rate on the network",
        HelpName = "KBPS",
        DefaultValueFactory = _ => 64,
    };
    private readonly Option<string?> _svg = new("--svg")
    {
        Description = "Plot delay and concealment over time to FILE, or to a folder if there are several traces",
        HelpName = "FILE",
    };
    private readonly Option<string?> _save = new("--save")
    {
        Description = "Write the trace to a file instead of simulating",
        HelpName = "FILE",
    };
    private readonly Option<bool> _list = new("--list") { Description = "List the named traces and exit" };
    private readonly Option<bool> _redundancy = new("--redundancy")
    {
        Description = "Compare redundancy levels on random and burst loss, with their bit rates",
    };

    private readonly Option<bool> _equalDelay = new("--equal-delay")
    {
        Description = "Compare 'ours' with every other method, at that method's mean delay",
    };

    public SimulateCommand()
        : base("simulate", "Compare playout methods on simulated or recorded networks, in virtual time")
    {
        foreach (var option in new Option[] { _traces, _models, _seed, _duration, _red, _bitRate, _svg, _save, _list, _redundancy,
            _equalDelay })
        {
            Add(option);
        }

        Notes = """
            Delay is playout time minus sending time, minus the shortest transit time of any packet. Concealed is the share of frames that
            were concealed. A trace file is CSV: the header line 'sequence,send_ms,arrival_ms', then one line per packet; arrival_ms
            is 'lost' for a lost packet.
            """;
        Examples =
        [
            ("continuo simulate", "run all methods on all traces"),
            ("continuo simulate --trace spike-600 --svg spike.svg", "run one trace and plot it"),
            ("continuo simulate --trace loss-20 --model ours --red 1", "simulate 20 % loss, with one redundant copy of each packet"),
            ("continuo simulate --equal-delay", "compare concealment at equal delay"),
            ("continuo simulate --trace recorded.csv --json", "run a recorded trace; print the result as JSON"),
        ];
    }

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        if (arguments.GetValue(_list)) List(context.Output);
        else if (arguments.GetValue(_redundancy)) ShowRedundancy(Run(arguments), context.Output);
        else if (arguments.GetValue(_equalDelay)) CompareAtEqualDelay(arguments, context);
        else if (arguments.GetValue(_save) is { } file) Save(arguments, file, context.Output);
        else Compare(arguments, context);
        return Task.FromResult(ExitCodes.Done);
    }

    private static void List(CommandOutput output)
    {
        var report = new ScenariosReport([.. ScenarioLibrary.All.Select(s => new ScenarioReport(s.Name, s.Summary, s.Origin))]);
        output.Result(report, ReportJson.Readable.ScenariosReport, SimulationTables.Scenarios);
    }

    private void Compare(ParseResult arguments, CommandContext context)
    {
        var run = Run(arguments);
        var several = Names(arguments).Length > 1;
        var reports = ForEachTrace(arguments, context,
            name => run.Compare(name, arguments.GetValue(_red), arguments.GetValue(_svg), several));
        context.Output.Result(new SimulationReport(reports), ReportJson.Readable.SimulationReport, SimulationTables.Traces);
    }

    private void CompareAtEqualDelay(ParseResult arguments, CommandContext context)
    {
        var run = Run(arguments);
        var reports = ForEachTrace(arguments, context, name => run.CompareAtEqualDelay(name, arguments.GetValue(_red)));
        context.Output.Result(new EqualDelaysReport([.. reports.SelectMany(r => r)]), ReportJson.Readable.EqualDelaysReport,
            SimulationTables.EqualDelays);
    }

    private List<T> ForEachTrace<T>(ParseResult arguments, CommandContext context, Func<string, T> run)
    {
        var names = Names(arguments);
        var reports = new List<T>();
        foreach (var (i, name) in names.Index())
        {
            context.Interruption.Token.ThrowIfCancellationRequested();
            context.Output.Progress($"{i + 1} of {names.Length}: {name}");
            reports.Add(run(name));
        }

        context.Output.EndProgress();
        return reports;
    }

    private string[] Names(ParseResult arguments)
    {
        var names = arguments.GetRequiredValue(_traces);
        return names.Contains(AllTraces) ? [.. ScenarioLibrary.All.Select(s => s.Name)] : names;
    }

    private static void ShowRedundancy(SimulationRun run, CommandOutput output)
    {
        (string Trace, int Copies)[] rows = [("loss-20", 0), ("loss-20", 1), ("loss-20", 2), ("loss-20", 3), ("bursts-60ms", 0),
            ("bursts-60ms", 1), ("bursts-60ms", 2), ("bursts-60ms", 3)];
        var report = new SimulationReport([.. rows.Select(row => run.Compare(row.Trace, row.Copies, svg: null, isOneOfMany: false))]);
        output.Result(report, ReportJson.Readable.SimulationReport, SimulationTables.Redundancy);
    }

    private void Save(ParseResult arguments, string file, CommandOutput output)
    {
        var names = arguments.GetRequiredValue(_traces);
        if (names is not [var name] || name == AllTraces)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, "option '--save'", "a file can hold only one trace",
                "Select one with --trace, for example --trace spike-600");
        }

        var trace = Run(arguments).Trace(name, arguments.GetValue(_red));
        OutputFile.Write(file, writer => TraceFile.Write(writer, trace));
        output.Status(string.Create(CultureInfo.InvariantCulture, $"{trace.Packets.Count} packets written to {file}"));
    }

    private SimulationRun Run(ParseResult arguments)
    {
        InRange("--red", arguments.GetValue(_red), 0, 16);
        var kilobits = InRange("--bitrate", arguments.GetValue(_bitRate), 0.5, 100_000);
        var duration = arguments.GetValue(_duration) ?? TimeSpan.FromMinutes(1);
        InRange("--duration", duration.TotalSeconds, 1, MostSeconds);
        return new SimulationRun(arguments.GetRequiredValue(_models), arguments.GetValue(_seed), duration, kilobits);
    }

    private static double InRange(string option, double value, double least, double most) =>
        value >= least && value <= most ? value : throw new AudioException(
        AudioErrorCode.InvalidArgument,
        string.Create(CultureInfo.InvariantCulture, $"option '{option} {value}'"),
        "out of range",
        string.Create(CultureInfo.InvariantCulture, $"Use {least} to {most}"));
}
