using System.CommandLine;
using Continuo.Cli.Commands;
using Continuo.Cli.Output;

namespace Continuo.Cli.Remote;

/// <summary><c>continuo top</c>: a live view of a running server.</summary>
internal sealed class TopCommand : CliCommand
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(1);

    private readonly RemoteOptions _server = new();

    public TopCommand()
        : base("top", "Watch a running server live: streams, levels, readers, lag, drops, sessions")
    {
        _server.AddTo(this);
        Notes = "Shows a live view on a terminal; press q or Ctrl-C to quit. Otherwise, or with --json, prints one line per second.";
        Examples =
        [
            ("continuo top", "watch the server on this machine"),
            ("continuo top --server http://studio:7480 --json", "print a JSON line per second about another one"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        using var client = _server.Connect(arguments);
        var state = new TopState(client.Server);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.Stop);
        var reading = state.ReadAsync(client, end.Token);
        try
        {
            if (!context.Output.IsJson && CommandOutput.IsResultOnTerminal) await ShowAsync(state, reading, context).ConfigureAwait(false);
            else await WriteAsync(state, reading, context).ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
        }

        try
        {
            await reading.ConfigureAwait(false); // throws the reason if it ended by itself
        }
        catch (OperationCanceledException)
        {
            // Asked for.
        }

        return ExitCodes.Done;
    }

    private static async Task ShowAsync(TopState state, Task reading, CommandContext context)
    {
        using var screen = new Screen();
        while (!reading.IsCompleted && !context.Stop.IsCancellationRequested)
        {
            while (!Console.IsInputRedirected && Console.KeyAvailable)
            {
                if (Console.ReadKey(intercept: true).KeyChar is 'q' or 'Q') context.Interruption.Request();
            }

            screen.Draw((width, height) => TopView.Lines(state.Now(), width, height));
            await Task.WhenAny(reading, Task.Delay(Period, context.Stop)).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(TopState state, Task reading, CommandContext context)
    {
        while (!reading.IsCompleted && !context.Stop.IsCancellationRequested)
        {
            await Task.WhenAny(reading, Task.Delay(LinePeriod, context.Stop)).ConfigureAwait(false);
            if (!reading.IsCompleted && state.Now() is { IsConnected: true } now)
            {
                context.Output.Result(now, TopJson.Default.TopReport, TopView.Plain);
            }
        }
    }
}
