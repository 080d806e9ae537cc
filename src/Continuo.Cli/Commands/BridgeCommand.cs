using System.CommandLine;
using System.Globalization;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Network;
using Continuo.Mumble;
using Continuo.Mumble.Addresses;
using Continuo.Mumble.Gateway;
using Continuo.Rooms.Hosting;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo bridge ADDRESS ADDRESS…</c>.</summary>
internal sealed class BridgeCommand : CliCommand
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(500);

    private readonly Argument<string[]> _channels = new("ADDRESS")
    {
        Description = "Mumble channels: mumble://HOST/CHANNEL",
        Arity = new ArgumentArity(2, 16),
    };
    private readonly Option<bool> _puppets = new("--puppets")
    {
        Description = "Each person is a user of the other servers, with name, talk light and volume",
    };
    private readonly Option<TimeSpan?> _duration = new("--duration", "-d")
    {
        Description = "Stop after this time",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    public BridgeCommand()
        : base("bridge", "Connect Mumble channels, so that everyone in one hears everyone in the others")
    {
        Arguments.Add(_channels);
        Add(_puppets);
        Add(_duration);
        Notes = """
            Options of an address: name=OWN, password, token, udp=no, identity=NAME, insecure (docs/mumble.md). Without --puppets a channel hears
            the others as one voice. A lost server is connected again; the other channels go on.
            """;
        Examples =
        [
            ("continuo bridge mumble://one.example.org/Lobby mumble://two.example.org/Stage --puppets",
                "two servers, with everyone's name on both"),
            ("continuo bridge \"mumble://localhost/A?name=To B\" \"mumble://localhost/B?name=To A\"", "two channels of one server"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var servers = arguments.GetRequiredValue(_channels).Select(a => MumbleAddress.ParseServer(Composition.Parse(a))).ToArray();
        var options = new MumbleGatewayOptions { UsesPuppets = arguments.GetValue(_puppets) };
        using var host = new RoomHost();
        var room = host.Open("bridge");
        var gateways = new List<MumbleGateway>();
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            foreach (var server in servers)
            {
                gateways.Add(await MumbleGateway.OpenAsync(room, server, options, context.Stop).ConfigureAwait(false));
                context.Output.Status($"{server}: connected as {server.Name}");
            }

            await RunAsync(gateways, arguments.GetValue(_duration), context).ConfigureAwait(false);
            var report = BridgeReport.Of(gateways, TimeProvider.System.GetElapsedTime(began));
            context.Output.Result(report, ReportJson.Readable.BridgeReport, Describe);
            var failure = gateways.Select(g => g.Client).FirstOrDefault(c => c.State == MumbleClientState.Closed)?.LastFailure;
            if (failure is null) return ExitCodes.Done;
            return context.Output.IsJson ? ExitCodes.Of(failure) : context.Output.Fail(failure);
        }
        finally
        {
            foreach (var gateway in gateways) gateway.Dispose();
        }
    }

    private static async Task RunAsync(List<MumbleGateway> gateways, TimeSpan? duration, CommandContext context)
    {
        var end = duration is { } length ? TimeProvider.System.GetUtcNow() + length : DateTimeOffset.MaxValue;
        while (TimeProvider.System.GetUtcNow() < end && gateways.All(g => g.Client.State != MumbleClientState.Closed))
        {
            await Task.Delay(ProgressInterval, context.Stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (context.Stop.IsCancellationRequested) break;
            context.Output.Progress(string.Join("; ", gateways.Select(Describe)));
        }

        context.Output.EndProgress();
    }

    private static string Describe(MumbleGateway gateway)
    {
        var talking = gateway.Client.Users.Where(u => u.IsTalking).Select(u => u.Name).Order(StringComparer.OrdinalIgnoreCase).ToArray();
        var state = gateway.Client.State == MumbleClientState.Connected ? "" : ", connecting";
        return $"{gateway.Client.Options}{state}: {(talking.Length == 0 ? "silent" : string.Join(", ", talking.Take(5)))}";
    }

    private static string Describe(BridgeReport report) => string.Join('\n', report.Channels.Select(c => string.Create(
        CultureInfo.InvariantCulture,
        $"{c.Address}: {Plural.Of(c.Speakers, "speaker")}, {Plural.Of(c.Puppets, "puppet")}; {Plural.Of(c.Packets, "packet")} sent, "
            + $"{c.ForwardedPackets} of them undecoded; {Plural.Of(c.Connections, "connection")}")));
}
