using System.CommandLine;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Loading;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Network;
using Continuo.Codecs.Opus;
using Continuo.Simulation.Load;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo load</c>.</summary>
internal sealed class LoadCommand : CliCommand
{
    private const int PersonalVolumes = 3;

    private readonly Option<int> _rooms = Number("--rooms", "Number of rooms", 1);
    private readonly Option<int> _speakers = Number("--speakers", "Speakers in each room; all speak all the time", 10);
    private readonly Option<int> _listeners = Number("--listeners", "Listeners in each room; the first are the speakers", 10);
    private readonly Option<double> _loss = new("--loss")
    {
        Description = "Share of the speakers' packets that is lost",
        HelpName = "SHARE",
        CustomParser = LoadParsers.Share,
    };
    private readonly Option<TimeSpan> _jitter = new("--jitter")
    {
        Description = "Mean random delay of the speakers' packets",
        HelpName = "TIME",
        CustomParser = LoadParsers.Milliseconds,
    };
    private readonly Option<LoadTransport> _transport = new("--transport")
    {
        Description = "How packets travel: memory; rtp or webrtc over the loopback interface",
        HelpName = "NAME",
    };
    private readonly Option<bool> _personal = new("--personal")
    {
        Description = "Every listener changes volumes, so that no two mixes are equal",
    };
    private readonly Option<int?> _volumes = new("--volumes")
    {
        Description = $"Volumes that each listener changes (default: none, {PersonalVolumes} with --personal)",
        HelpName = "N",
    };
    private readonly Option<double> _seconds = new("--seconds")
    {
        Description = "Duration of the measurement in seconds, after a warm-up of 5 s",
        HelpName = "N",
        DefaultValueFactory = _ => 10,
    };
    private readonly Option<bool> _stereo = new("--stereo") { Description = "Mix and encode in stereo" };
    private readonly Option<TimeSpan> _tick = new("--tick")
    {
        Description = "Length of a tick: 10ms or 20ms",
        HelpName = "TIME",
        CustomParser = LoadParsers.Milliseconds,
        DefaultValueFactory = _ => TimeSpan.FromMilliseconds(20),
    };
    private readonly Option<string> _preset = new("--preset")
    {
        Description = "Opus preset of the listeners' packets",
        HelpName = "NAME",
        DefaultValueFactory = _ => "voice-high",
    };
    private readonly Option<bool> _keepQuality = new("--keep-quality") { Description = "Do not reduce quality when ticks take too long" };
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Random seed of loss and jitter",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<Uri[]> _servers = new("--server")
    {
        Description = "Load rooms of this running server instead; repeat it for the nodes of a cluster",
        HelpName = "URL",
        CustomParser = LoadParsers.Addresses,
    };
    private readonly Option<string?> _token = new("--token") { Description = "Token of an operator, for --server", HelpName = "TOKEN" };

    public LoadCommand()
        : base("load", "Fill rooms with speakers and listeners, and check what each listener hears and when")
    {
        foreach (var option in new Option[] { _rooms, _speakers, _listeners, _loss, _jitter, _transport, _personal, _volumes, _seconds,
            _stereo, _tick, _preset, _keepQuality, _seed, _servers, _token })
        {
            Add(option);
        }

        Notes = """
            Every speaker is a sine of its own. Listeners are checked in turn: each speaker must be heard at the volume that the
            listener has set, with a phase that runs on, and no one else. On a disturbed network levels may be lower and phases may
            shift. A tick is late if it ends after the next one was due. Mouth to ear is the time from speaking to the arrival of the
            mixed packet at the listener, measured by a marker in the audio; the parts below it are measured apart from it, by the clock
            and the jitter buffers. The listener's own buffer and device come on top. In memory, a newcomer joins the first room
            every few seconds: the time to the first packet in which it hears a voice, and to the first in which it is heard.
            With --server, rooms are opened at running servers over their API, and every participant joins by the next one of them. Figures
            of ticks are what the servers report; --transport, --keep-quality, --loss and --jitter do not apply.
            Exit code 1 if content is wrong.
            """;
        Examples =
        [
            ("continuo load", "one room of ten for ten seconds"),
            ("continuo load --speakers 100 --listeners 100 --personal --seconds 60", "a hundred people, each with a mix of their own"),
            ("continuo load --rooms 20 --speakers 2 --listeners 2 --server http://10.0.0.2:7480 --server http://10.0.0.3:7480",
                "twenty rooms on the nodes of a cluster"),
            ("continuo load --rooms 10 --loss 5% --jitter 10ms --transport rtp --json", "ten rooms on a bad network; print JSON"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var options = Read(arguments);
        if (arguments.GetValue(_servers) is { Length: > 0 } servers)
        {
            return await LoadServersAsync(options, servers, arguments.GetValue(_token), context).ConfigureAwait(false);
        }

        using var network = options.Transport == LoadTransport.WebRtc ? new WebRtcNetwork(options) : null;
        using var run = new LoadRun(options, network);
        var statistics = await Task.Run(() => run.Run(share => context.Output.Progress(Describe(options, share)), context.Stop))
            .ConfigureAwait(false);
        context.Output.EndProgress();
        var report = LoadReport.Of(options, statistics);
        context.Output.Result(report, ReportJson.Readable.LoadReport, LoadText.Describe);
        return report.WrongContent == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<int> LoadServersAsync(LoadOptions options, Uri[] servers, string? token, CommandContext context)
    {
        if (options.IsDisturbed)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, "--loss and --jitter",
                "packets to --server are not disturbed by this program",
                "Leave them out, or disturb the network: tc qdisc add dev lo root netem loss 1%");
        }

        using var load = new ServerLoad(options, servers, token);
        var report = await load.RunAsync(share => context.Output.Progress(Describe(options, share)), context.Stop).ConfigureAwait(false);
        context.Output.EndProgress();
        context.Output.Result(report, ReportJson.Readable.ServerLoadReport, ServerLoadText.Describe);
        return report.WrongContent == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static string Describe(LoadOptions options, double share) => string.Create(CultureInfo.InvariantCulture,
        $"{100 * share:F0} % of {(options.WarmUp + options.Duration).TotalSeconds:F0} s");

    private static Option<int> Number(string name, string description, int usual) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };

    private LoadOptions Read(ParseResult arguments)
    {
        var speakers = arguments.GetValue(_speakers);
        var seconds = arguments.GetValue(_seconds);
        if (seconds is not (>= 1 and <= 86_400))
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, "option '--seconds'", "out of range", "Use 1…86400");
        }

        return new LoadOptions
        {
            Rooms = arguments.GetValue(_rooms),
            Speakers = speakers,
            Listeners = arguments.GetValue(_listeners),
            Loss = arguments.GetValue(_loss),
            Jitter = arguments.GetValue(_jitter),
            Transport = arguments.GetValue(_transport),
            ChangedVolumes = arguments.GetValue(_volumes) ?? (arguments.GetValue(_personal) ? Math.Min(PersonalVolumes, speakers - 1) : 0),
            Duration = TimeSpan.FromSeconds(seconds),
            Format = new AudioFormat(48_000, arguments.GetValue(_stereo) ? 2 : 1),
            Tick = arguments.GetValue(_tick),
            Preset = OpusPreset.Named(arguments.GetRequiredValue(_preset)),
            ShedsQuality = !arguments.GetValue(_keepQuality),
            Seed = arguments.GetValue(_seed),
        };
    }
}
