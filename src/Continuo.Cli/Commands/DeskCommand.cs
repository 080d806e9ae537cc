using System.CommandLine;
using System.Text;
using Continuo.Audio;
using Continuo.Cli.Desk;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Streams;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo desk CONFIG</c>.</summary>
internal sealed class DeskCommand : CliCommand
{
    private static readonly TimeSpan LivePeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(1);

    private readonly Argument<string?> _config = new("CONFIG")
    {
        Description = "Channels and outputs, a JSON file",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<bool> _example = new("--example")
    {
        Description = "Use a configuration of generated voices, which needs no server",
    };
    private readonly Option<bool> _print = new("--print") { Description = "Print the example and exit" };
    private readonly Option<bool> _record = new("--record") { Description = "Record the mix and each person from the start" };
    private readonly Option<bool> _check = new("--check") { Description = "Check the configuration and exit" };
    private readonly Option<TimeSpan?> _duration = new("--duration", "-d", "--seconds")
    {
        Description = "Stop after this time",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    public DeskCommand()
        : base("desk", "Mix the voices of several channels: a volume per person, groups, and one mix to any outputs")
    {
        Arguments.Add(_config);
        foreach (var option in new Option[] { _example, _print, _record, _check, _duration }) Add(option);
        TakesAddresses = true;
        Notes = """
            Each user of a Mumble channel is a person; any other address is one person. On a terminal: arrow keys select a person and change
            the volume (0 to 200 %), m mutes, s is solo, 1 to 9 switch groups, r records the mix and each person, p replays the last seconds
            (P those of the person), F1 to F9 play announcements, q quits. Otherwise, or with --json, one line per second.
            Volumes, mutes and groups are saved for each person and are there again at the next start. A channel or output that cannot be
            reached is tried again and does not hold up the others. Details: docs/desk.md.
            """;
        Examples =
        [
            ("continuo desk --example", "three generated voices, to try the keys"),
            ("continuo desk --example --print > desk.json", "begin a configuration of your own"),
            ("continuo desk desk.json", "run it"),
            ("continuo desk desk.json --check", "only look for mistakes"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        if (arguments.GetValue(_print))
        {
            context.Output.Text(DeskConfig.Example.TrimEnd());
            return ExitCodes.Done;
        }

        var system = Composition.CreateAudioSystem();
        var config = Load(arguments, system);
        if (arguments.GetValue(_check))
        {
            context.Output.Text("The configuration has no errors.");
            return ExitCodes.Done;
        }

        var isLive = !context.Output.IsJson && CommandOutput.IsResultOnTerminal && !Console.IsInputRedirected;
        string? message = null;
        var desk = new DeskRun(config, system, isLive ? text => Volatile.Write(ref message, text) : context.Output.Status);
        await using (desk.ConfigureAwait(false))
        {
            if (arguments.GetValue(_record)) desk.Tape.ToggleRecording();
            using var time = new CancellationTokenSource(arguments.GetValue(_duration) ?? Timeout.InfiniteTimeSpan);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(context.Stop, time.Token);
            if (isLive) await ShowLiveAsync(desk, () => Volatile.Read(ref message), context, over.Token).ConfigureAwait(false);
            else await WriteLinesAsync(desk, context.Output, over.Token).ConfigureAwait(false);
        }

        if (!desk.IsOver || desk.Failure is not { } failure) return ExitCodes.Done;
        context.Output.Status($"every channel has ended: {failure}");
        return ExitCodes.Failed;
    }

    private static async Task WriteLinesAsync(DeskRun desk, CommandOutput output, CancellationToken over)
    {
        while (!over.IsCancellationRequested && !desk.IsOver)
        {
            await Task.Delay(LinePeriod, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            output.Result(desk.Report(), ReportJson.Readable.DeskReport, DeskView.Plain);
        }
    }

    private static async Task ShowLiveAsync(DeskRun desk, Func<string?> message, CommandContext context, CancellationToken over)
    {
        var (keys, meters) = (new DeskKeys(desk), new DeskMeters());
        using var screen = new Screen();
        while (!over.IsCancellationRequested && !desk.IsOver)
        {
            while (Console.KeyAvailable)
            {
                var key = Console.ReadKey(intercept: true);
                if (key.KeyChar is 'q' or 'Q') context.Interruption.Request();
                else keys.Press(key);
            }

            var report = desk.Report();
            meters.Take(report);
            screen.Draw((width, height) => DeskView.Live(report, meters, keys.Chosen(report), message(), width, height));
            await Task.Delay(LivePeriod, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private DeskConfig Load(ParseResult arguments, AudioSystem system)
    {
        var (file, isExample) = (arguments.GetValue(_config), arguments.GetValue(_example));
        if (isExample && file is null)
        {
            return DeskConfig.Parse(Encoding.UTF8.GetBytes(DeskConfig.Example), "example", system) with { Name = "example" };
        }

        if (file is not null && !isExample) return DeskConfig.Load(file, system);
        throw new AudioException(AudioErrorCode.InvalidArgument, "continuo desk",
            file is null ? "no configuration is given" : "there are two configurations", "Name a file, or try --example alone");
    }
}
