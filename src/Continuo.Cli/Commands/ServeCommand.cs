using System.CommandLine;
using System.Net;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Server;
using Microsoft.Extensions.Logging;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo serve</c>: a page, listeners and an API.</summary>
internal sealed class ServeCommand : CliCommand
{
    private readonly Option<bool> _demo = new("--demo") { Description = "Serve a generated band, its stems and three voices; needs no sound card" };
    private readonly Option<string[]> _listen = new("--listen") { Description = "Address and port to listen on (default 127.0.0.1:7480); may be repeated", HelpName = "ADDRESS:PORT" };

    public ServeCommand()
        : base("serve", "Serve streams to browsers and players: a page, WebRTC, WebSocket, Ogg, an API")
    {
        Add(_demo);
        Add(_listen);
        Examples =
        [
            ("continuo serve --demo", "open http://127.0.0.1:7480 and listen to a generated band"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var options = new ServerOptions { Demo = arguments.GetValue(_demo) };
        if (arguments.GetValue(_listen) is { Length: > 0 } listen) options = options with { Listen = [.. listen.Select(ToEndPoint)] };
        await using var server = ServerHost.Create(options, Composition.CreateAudioSystem(), logging => Configure(logging, context.Output.IsJson));
        await server.StartAsync(context.Stop).ConfigureAwait(false);
        foreach (var address in server.Addresses) context.Output.Text($"Continuo: {address}");
        await Task.Delay(Timeout.Infinite, context.Stop).ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
        await server.StopAsync().ConfigureAwait(false);
        return ExitCodes.Done;
    }

    private static IPEndPoint ToEndPoint(string text) =>
        IPEndPoint.TryParse(text, out var endPoint)
            ? endPoint.Port == 0 && !text.EndsWith(":0", StringComparison.Ordinal) ? new IPEndPoint(endPoint.Address, ServerOptions.DefaultPort) : endPoint
            : throw new AudioException(AudioErrorCode.InvalidArgument, $"--listen {text}", "that is no IP address with a port", "Write 127.0.0.1:7480, [::1]:7480, or 0.0.0.0:7480 for all networks");

    private static void Configure(ILoggingBuilder logging, bool json)
    {
        logging.AddFilter(null, LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        if (json) logging.AddJsonConsole();
        else logging.AddSimpleConsole(static o => o.SingleLine = true);
        logging.AddConsole(static o => o.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
