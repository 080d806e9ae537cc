using System.CommandLine;
using Continuo.Audio;
using Continuo.Cli.Cluster;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Server;
using Continuo.Server.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo serve [CONFIG]</c>: a page, listeners, publishers and an API.</summary>
internal sealed class ServeCommand : CliCommand
{
    private readonly Argument<string?> _config = new("CONFIG")
    {
        Description = "Configuration, a JSON file; read again when it changes",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<bool> _schema = new("--schema") { Description = "Print the configuration's JSON schema and exit" };
    private readonly Option<bool> _check = new("--check") { Description = "Check the configuration and exit" };

    // Each option corresponds to a setting of the configuration.
    private readonly Option<string[]> _listen = new("--listen")
    {
        Description = "Address and port to listen on (default 127.0.0.1:7480)",
        HelpName = "ADDRESS:PORT",
    };
    private readonly Option<bool> _demo = new("--demo")
    {
        Description = "Serve a generated band, its stems and three voices; needs no sound card",
    };
    private readonly Option<string[]> _stream = new("--stream")
    {
        Description = "Open a stream; may be repeated",
        HelpName = "NAME=ADDRESS",
    };
    private readonly Option<string[]> _token = new("--token")
    {
        Description = "Accept a token with a role: listen, talk, operate or admin; may be repeated",
        HelpName = "ROLE:SECRET",
    };
    private readonly Option<bool> _requireToken = new("--require-token")
    {
        Description = "Require a token also from programs on this machine",
    };
    private readonly Option<string[]> _publicName = new("--public-name")
    {
        Description = "Host name that requests may use; may be repeated",
        HelpName = "NAME",
    };
    private readonly Option<string[]> _publicAddress = new("--public-address")
    {
        Description = "IP address at which browsers reach the media port; may be repeated",
        HelpName = "ADDRESS",
    };
    private readonly Option<bool> _selfSigned = new("--tls-self-signed")
    {
        Description = "Encrypt with a certificate that the server signs itself, and log its fingerprint",
    };
    private readonly Option<string?> _certificate = new("--tls-certificate")
    {
        Description = "Encrypt with this certificate (PEM or PKCS #12)",
        HelpName = "FILE",
    };
    private readonly Option<string?> _key = new("--tls-key") { Description = "The certificate's private key (PEM)", HelpName = "FILE" };
    private readonly Option<string?> _recordings = new("--recordings")
    {
        Description = "Directory of recordings and uploads (default ./recordings)",
        HelpName = "DIRECTORY",
    };

    private readonly ClusterSettings _cluster = new();

    public ServeCommand()
        : base("serve", "Serve streams to browsers and players: a page, WebRTC, WebSocket, Ogg, an API")
    {
        Arguments.Add(_config);
        foreach (var option in new Option[] { _demo, _listen, _stream, _token, _requireToken, _publicName, _publicAddress, _selfSigned,
            _certificate, _key, _recordings, _check, _schema }.Concat(_cluster.Options))
        {
            Add(option);
        }

        TakesAddresses = true;
        Notes = """
            Listens on 127.0.0.1:7480 by default. Programs on this machine may do everything; others need a token. Settings come from
            CONFIG, then environment variables (CONTINUO__LISTEN, CONTINUO__STREAMS__mic), then options. A changed CONFIG is applied without
            interrupting streams that it declares as before. Ctrl-C finishes recordings first. Details: docs/serve.md.
            """;
        Examples =
        [
            ("continuo serve --demo", "open http://127.0.0.1:7480 and listen to a generated band"),
            ("continuo serve --stream browser=app:firefox", "let browsers on this machine hear Firefox"),
            ("continuo serve studio.json --listen 0.0.0.0:7480 --tls-self-signed",
                "serve the streams of studio.json to the network, encrypted"),
            ("continuo serve studio.json --cluster redis://10.0.0.1 --cluster-key cluster.key",
                "serve the rooms of studio.json as one of several nodes"),
            ("continuo serve --schema > serve.schema.json", "write the schema, for an editor"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        if (arguments.GetValue(_schema))
        {
            context.Output.Text(ServerConfig.Schema.TrimEnd());
            return ExitCodes.Done;
        }

        var system = ServerHost.AddSchemes(Composition.CreateAudioSystem());
        var config = ServerConfig.Load(arguments.GetValue(_config), system, [.. Overrides(arguments)]);
        if (arguments.GetValue(_check))
        {
            context.Output.Text("The configuration has no errors.");
            return ExitCodes.Done;
        }

        config.Options = config.Options with { Backend = Composition.Backend };
        if (arguments.GetValue(_config) is not null) context.Interruption.IgnoreHangUp(); // it is read again
        var parts = ClusterParts.Of(await ClusterSettings.ReadAsync(config.Options, context.Stop).ConfigureAwait(false));
        await using var server = ServerHost.Create(config, system, logging => Configure(logging, context.Output), parts);
        try
        {
            await server.StartAsync(context.Stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested)
        {
            return ExitCodes.Done;
        }

        foreach (var address in server.Addresses) context.Output.Status($"serving on {address}");
        await Task.Delay(Timeout.Infinite, context.Stop).ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
        await server.StopAsync().ConfigureAwait(false);
        return ExitCodes.Done;
    }

    private IEnumerable<ConfigOverride> Overrides(ParseResult arguments)
    {
        if (arguments.GetValue(_listen) is { Length: > 0 } listen) yield return new(["listen"], string.Join(',', listen), "--listen");
        if (arguments.GetValue(_demo)) yield return new(["demo"], "true", "--demo");
        if (arguments.GetValue(_requireToken)) yield return new(["requireToken"], "true", "--require-token");
        if (arguments.GetValue(_publicName) is { Length: > 0 } names)
        {
            yield return new(["publicNames"], string.Join(',', names), "--public-name");
        }

        if (arguments.GetValue(_publicAddress) is { Length: > 0 } addresses)
        {
            yield return new(["publicAddresses"], string.Join(',', addresses), "--public-address");
        }

        if (arguments.GetValue(_selfSigned)) yield return new(["tls", "selfSigned"], "true", "--tls-self-signed");
        if (arguments.GetValue(_certificate) is { } certificate) yield return new(["tls", "certificate"], certificate, "--tls-certificate");
        if (arguments.GetValue(_key) is { } key) yield return new(["tls", "key"], key, "--tls-key");
        if (arguments.GetValue(_recordings) is { } recordings) yield return new(["recordingsDirectory"], recordings, "--recordings");
        foreach (var setting in _cluster.Overrides(arguments)) yield return setting;
        foreach (var stream in arguments.GetValue(_stream) ?? [])
        {
            var (name, address) = Split(stream, '=', $"--stream {stream}", "Write NAME=ADDRESS, such as mic=device:");
            yield return new(["streams", name], address, "--stream");
        }

        var number = 0;
        foreach (var token in arguments.GetValue(_token) ?? [])
        {
            var (role, secret) = Split(token, ':', "--token", "Write ROLE:SECRET, such as listen:9f2c41d7");
            number++;
            yield return new(["tokens", $"token-{number}", "role"], role, "--token");
            yield return new(["tokens", $"token-{number}", "token"], secret, "--token");
        }
    }

    private static (string First, string Second) Split(string text, char separator, string asked, string remedy)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at > 0
            ? (text[..at], text[(at + 1)..])
            : throw new AudioException(AudioErrorCode.InvalidArgument, asked, $"the '{separator}' is missing", remedy);
    }

    /// <summary>
    /// The log goes to standard error: lines for people, JSON under <c>--json</c>, and with the priorities of journald where it is read by
    /// that.
    /// </summary>
    private static void Configure(ILoggingBuilder logging, CommandOutput output)
    {
        logging.AddFilter(null, output.IsVerbose ? LogLevel.Debug : LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical) // why the server does not start is said by the command
            .AddFilter("Orleans", LogLevel.Critical).AddFilter("Polly", LogLevel.None).AddFilter("Yarp", LogLevel.Error);
        logging.AddSimpleConsole(static o => (o.SingleLine, o.TimestampFormat) = (true, "HH:mm:ss "));
        logging.AddJsonConsole(static o => (o.UseUtcTimestamp, o.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        logging.AddConsole(o =>
        {
            o.LogToStandardErrorThreshold = LogLevel.Trace;
            o.FormatterName = output.IsJson
                ? ConsoleFormatterNames.Json
                : Environment.GetEnvironmentVariable("JOURNAL_STREAM") is null
                ? ConsoleFormatterNames.Simple
                : ConsoleFormatterNames.Systemd;
        });
    }
}
