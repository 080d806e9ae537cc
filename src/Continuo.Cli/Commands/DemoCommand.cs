using System.CommandLine;
using Continuo.Cli.Demo;
using Continuo.Cli.Options;
using Continuo.Cli.Output;

namespace Continuo.Cli.Commands;

/// <c>continuo demo</c>: sends music through the ring to fast, slow and failing readers, side by side.
internal sealed class DemoCommand : CliCommand
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LivePeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainPeriod = TimeSpan.FromSeconds(2);

    private readonly Option<string> _out = new("--out")
    {
        Description = "File to record to",
        HelpName = "FILE",
        DefaultValueFactory = _ => "continuo-demo.wav",
    };
    private readonly Option<bool> _forever = new("--forever")
    {
        Description = "Run until Ctrl-C (the recording grows by 11 MB per minute)",
    };

    private readonly OverwriteOption _overwrite = new();

    public DemoCommand()
        : base("demo", "Stream generated music to a fast, a slow and a failing reader; needs no sound card")
    {
        Add(_out);
        Add(_forever);
        _overwrite.AddTo(this);
        Notes = """
            Writes generated music to a ring buffer. Four readers consume it: a recorder, a slow reader, a slow reader that skips
            ahead to stay current, and a reader that throws. No reader waits for another. A slow reader loses the oldest audio, and
            the loss is counted. After 10 s a summary accounts for every chunk.
            """;
        Examples =
        [
            ("continuo demo", "run for ten seconds and write continuo-demo.wav"),
            ("continuo demo --json", "print the statistics as one JSON object"),
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
        context.Output.Result(report, ReportJson.Readable.DemoReport,
            static r => (CommandOutput.IsResultOnTerminal ? "" : DemoView.Plain(r) + "\n") + DemoView.Closing(r));
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
        output.Status("demo: chunks of 10 ms through a ring buffer of 1 s to four readers");
        while (!ended.IsCompleted)
        {
            await Task.WhenAny(ended, Task.Delay(PlainPeriod)).ConfigureAwait(false);
            if (!ended.IsCompleted) output.Status(DemoView.Progress(run.Report()));
        }
    }
}
