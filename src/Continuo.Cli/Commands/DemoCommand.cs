using System.CommandLine;
using Continuo.Cli.Demo;
using Continuo.Cli.Options;
using Continuo.Cli.Output;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo demo</c>: music through the ring to good and bad consumers, side by side.</summary>
internal sealed class DemoCommand : CliCommand
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LivePeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainPeriod = TimeSpan.FromSeconds(2);

    private readonly Option<string> _out = new("--out") { Description = "Where the recording goes", HelpName = "FILE", DefaultValueFactory = _ => "continuo-demo.wav" };
    private readonly Option<bool> _forever = new("--forever") { Description = "Go on until Ctrl-C (the recording grows by 11 MB a minute)" };

    private readonly OverwriteOption _overwrite = new();

    public DemoCommand()
        : base("demo", "Play a short piece through the ring to a good, a slow and a crashing consumer; needs no sound card")
    {
        Add(_out);
        Add(_forever);
        _overwrite.AddTo(this);
        Notes = """
            A piece of music is generated and written to a ring, from which four consumers read: a recorder, one that is too slow,
            one that is too slow but wants to stay current, one that throws. Nobody waits for anybody; whoever is late loses
            the oldest audio and is told how much. After 10 s a summary shows where every chunk went.
            """;
        Examples =
        [
            ("continuo demo", "ten seconds; leaves continuo-demo.wav"),
            ("continuo demo --json", "all counts as one JSON object"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var forever = arguments.GetValue(_forever);
        if (arguments.GetResult(_out) is { Implicit: false }) _overwrite.Check(arguments, context, [arguments.GetValue(_out)!]);
        using var run = new DemoRun(arguments.GetValue(_out)!, forever ? null : Length);
        run.Start();
        var stopped = Task.Delay(Timeout.Infinite, context.Stop);
        var ended = Task.WhenAny(run.Ended, stopped);
        if (context.Output.IsJson) await ended.ConfigureAwait(false);
        else if (CommandOutput.IsResultOnTerminal) await ShowLiveAsync(run, ended).ConfigureAwait(false);
        else await ShowPlainAsync(run, ended, context.Output).ConfigureAwait(false);

        await run.StopAsync().ConfigureAwait(false);
        var report = run.Report();
        context.Output.Result(report, ReportJson.Readable.DemoReport, static r => (CommandOutput.IsResultOnTerminal ? "" : DemoView.Plain(r) + "\n") + DemoView.Closing(r));
        return report.SumsAgree ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task ShowLiveAsync(DemoRun run, Task ended)
    {
        using var screen = new Screen();
        screen.Draw((width, _) => DemoView.Live(run.Report(), 0, width));
        while (!ended.IsCompleted)
        {
            await Task.WhenAny(ended, Task.Delay(LivePeriod)).ConfigureAwait(false);
            screen.Draw((width, _) => DemoView.Live(run.Report(), run.PeakNow, width));
        }
    }

    private static async Task ShowPlainAsync(DemoRun run, Task ended, CommandOutput output)
    {
        output.Status("demo: 10 ms chunks through a ring of 1 s to four consumers");
        while (!ended.IsCompleted)
        {
            await Task.WhenAny(ended, Task.Delay(PlainPeriod)).ConfigureAwait(false);
            if (!ended.IsCompleted) output.Status(DemoView.Progress(run.Report()));
        }
    }
}
