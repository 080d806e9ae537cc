using System.CommandLine;
using Continuo.Cli.Monitoring;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Streams;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo monitor ADDRESS</c>.</summary>
internal sealed class MonitorCommand : CliCommand
{
    private static readonly TimeSpan LivePeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(1);

    private readonly StreamArguments _stream = new();

    public MonitorCommand()
        : base("monitor", "Show a source's levels, loudness, lag, drops, latency and health live")
    {
        _stream.AddTo(this, offline: false);
        TakesAddresses = true;
        Notes = "Shows a live view on a terminal; press q or Ctrl-C to quit. Otherwise, or with --json, prints one line per second.";
        Examples =
        [
            ("continuo monitor app:firefox", "watch the level and latency of Firefox"),
            ("continuo monitor device: --duration 10s --json", "print ten JSON lines about the default input"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var request = _stream.Read(arguments);
        var (stream, _) = request.Open(Composition.CreateAudioSystem(), context.Stop);
        using (stream)
        {
            var run = new MonitorRun(stream);
            run.Start();
            using var time = new CancellationTokenSource(request.Duration ?? Timeout.InfiniteTimeSpan);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(context.Stop, time.Token);
            var end = Task.WhenAny(stream.Ended, Task.Delay(Timeout.Infinite, over.Token));
            if (!context.Output.IsJson && CommandOutput.IsResultOnTerminal) await ShowLiveAsync(run, end, context).ConfigureAwait(false);
            else await WriteLinesAsync(run, end, context.Output).ConfigureAwait(false);
            return stream.Health == StreamHealth.Failed && stream.Failure is { } failure ? context.Output.Fail(failure) : ExitCodes.Done;
        }
    }

    private static async Task WriteLinesAsync(MonitorRun run, Task end, CommandOutput output)
    {
        using var timer = new PeriodicTimer(LinePeriod);
        while (!end.IsCompleted)
        {
            await Task.WhenAny(end, timer.WaitForNextTickAsync().AsTask()).ConfigureAwait(false);
            output.Result(run.Report(), ReportJson.Readable.MonitorReport, MonitorView.Plain);
        }
    }

    private static async Task ShowLiveAsync(MonitorRun run, Task end, CommandContext context)
    {
        using var screen = new Screen();
        screen.Draw((width, height) => MonitorView.Live(run.Report(), width, height));
        while (!end.IsCompleted)
        {
            ObeyKeys(run, context);
            await Task.WhenAny(end, Task.Delay(LivePeriod)).ConfigureAwait(false);
            screen.Draw((width, height) => MonitorView.Live(run.Report(), width, height));
        }
    }

    private static void ObeyKeys(MonitorRun run, CommandContext context)
    {
        while (!Console.IsInputRedirected && Console.KeyAvailable)
        {
            switch (Console.ReadKey(intercept: true).KeyChar)
            {
                case 'q' or 'Q':
                    context.Interruption.Request();
                    break;
                case 'r' or 'R':
                    run.ResetMeters();
                    break;
            }
        }
    }
}
