using System.CommandLine;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Play;
using Continuo.Cli.Reports.Playing;
using Continuo.Cli.Transfers;
using Continuo.Clocks;
using Continuo.Engine.Client;
using Continuo.Engine.Protocol;
using Continuo.Mixing;
using Continuo.Playing;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo play FILES…</c>.</summary>
internal sealed class PlayCommand : CliCommand
{
    private readonly Argument<string[]> _files = new("FILES")
    {
        Description = "Sources to play together: sound files, tone:440, app:firefox, device:, rtp://:5004",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<string> _to = new("--to", "-t")
    {
        Description = "Sink: a device, a file, exec:COMMAND or null:",
        HelpName = "ADDRESS",
        DefaultValueFactory = static _ => "device:",
    };
    private readonly TrackArguments _tracks = new();
    private readonly Option<string?> _loop = new("--loop") { Description = "Repeat this region: 10s-20s", HelpName = "FROM-TO" };
    private readonly Option<TimeSpan?> _start = new("--start")
    {
        Description = "Start position: 1:30",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };
    private readonly Option<bool> _lowest = new("--lowest-latency") { Description = "Use small blocks and a short output buffer" };
    private readonly Option<bool> _engine = new("--engine")
    {
        Description = "Play in the engine, a separate process; starts one if none is running",
    };
    private readonly Option<bool> _detach = new("--detach") { Description = "With --engine: return at once and leave the files playing" };
    private readonly Option<string?> _attach = new("--attach")
    {
        Description = "Show and control files that play in the engine; N is a player's number",
        HelpName = "N",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string> _socket = new("--socket")
    {
        Description = "Socket of the engine",
        HelpName = "PATH",
        DefaultValueFactory = static _ => EnginePath.Default,
    };
    private readonly Option<bool> _safe = new("--safe") { Description = "Use large blocks and a long output buffer, for a busy machine" };

    private readonly OverwriteOption _overwrite = new();

    public PlayCommand()
        : base("play", "Play files and live sources together, with gain, pan, mute and solo")
    {
        Arguments.Add(_files);
        Add(_to);
        _tracks.AddTo(this);
        _overwrite.AddTo(this);
        TakesAddresses = true;
        foreach (var option in new Option[] { _loop, _start, _lowest, _safe, _engine, _detach, _attach, _socket }) Add(option);
        Notes = """
            Keys: space pauses; left and right seek by 5 s; up and down select a track; m mutes it, s solos it, + and - change
            its gain; q quits. If a file cannot be read to its end, its track falls silent and the other tracks continue.
            With --engine, 'continuo engine' reads and plays the files; playback stops when this command exits.
            With --detach, playback continues to the end. After --attach, q leaves it playing and x stops it.
            """;
        Examples =
        [
            ("continuo play drums.flac bass.wav voice.wav", "play three files in sync on the default output"),
            ("continuo play song.flac --loop 10s-20s --start 10s", "repeat ten seconds of a file"),
            ("continuo play rtp://239.1.2.3:5004", "play an RTP stream from a multicast group"),
            ("continuo play backing.flac device: --lowest-latency", "play a file together with the microphone"),
            ("continuo play ipc:/run/user/1000/music.sock", "play audio that another process serves"),
            ("continuo play album.flac --engine --detach",
                "keep playing after the terminal is closed; 'continuo play --attach' shows it again"),
            ("continuo play a.wav b.wav --gain 2=-6dB --pan 1=-0.5 --to null: --json", "play without a device; print statistics as JSON"),
        ];
    }

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var (files, isAttached) = (arguments.GetRequiredValue(_files), arguments.GetResult(_attach) is not null);
        if (isAttached && files.Length > 0) throw Wrong("--attach", "FILES are given as well", "Use either --attach or FILES");
        if (!isAttached && files.Length == 0) throw Wrong("play", "FILES is missing", "See 'continuo play --help'");
        if (isAttached) return AttachAsync(arguments, context);
        _overwrite.Check(arguments, context, [arguments.GetRequiredValue(_to)]);
        if (arguments.GetValue(_engine)) return PlayInEngineAsync(arguments, files, context);
        if (arguments.GetValue(_detach))
        {
            throw Wrong("--detach", "without the engine, playback stops when this process exits", "Add --engine");
        }

        if (files.All(IsLive) && (arguments.GetValue(_loop) is not null || arguments.GetValue(_start) is not null))
        {
            throw Wrong("--loop and --start", "a live source has no positions", "Leave them out, or play files");
        }

        return files is [var only] && IsLive(only) && _tracks.Read(arguments, 1)[0] == TrackSettings.Default
            ? PlayStreamAsync(arguments, only, context)
            : PlayHereAsync(arguments, files, context);
    }

    private async Task<int> PlayHereAsync(ParseResult arguments, string[] files, CommandContext context)
    {
        var (to, system) = (arguments.GetRequiredValue(_to), Composition.CreateAudioSystem());
        var options = Preset(arguments);
        using var player = new Player(AudioFormat.Default, options);
        var settings = _tracks.Read(arguments, files.Length);
        using var streams = new LiveTracks(player, system);
        for (var i = 0; i < files.Length; i++)
        {
            if (IsLive(files[i])) streams.Add(files[i], settings[i]);
            else player.Add(files[i], system, settings[i]);
        }

        player.Loop = Loop(arguments, player.Format);
        if (arguments.GetValue(_start) is { } start) player.Seek(start);

        var address = Composition.Parse(to);
        var sink = system.CreateSink(address, new SinkRequest(null, SystemClock.Instance));
        if (address.Scheme is "null" or "file") sink = new PacedSink(sink, options.WriteAhead, SystemClock.Instance);
        context.Output.IsOutputTaken |= address.Scheme == "-";
        using var playback = new Playback(player, sink, endsWithPlayer: true);
        playback.Monitor.IsOn = true;
        streams.Start();
        player.Play();
        playback.Start();
        var controller = new LocalController(player, playback, to, sink.Description);
        await PlayWatch.RunAsync(controller, context, "q").ConfigureAwait(false);
        var report = controller.Report();
        playback.Stop();
        return playback.Failure is { } failure ? context.Output.Fail(failure) : Complete(report, context);
    }

    private async Task<int> PlayInEngineAsync(ParseResult arguments, string[] files, CommandContext context)
    {
        var settings = _tracks.Read(arguments, files.Length);
        var options = new EngineLaunchOptions
        {
            SocketPath = arguments.GetRequiredValue(_socket),
            To = arguments.GetRequiredValue(_to),
            BlockFrames = Preset(arguments).BlockFrames,
            Command = OwnProgram.Command,
            Arguments = GlobalOptions.ForEngine(arguments),
        };
        using var client = await EnginePlay.ConnectAsync(options, arguments.GetResult(_to) is { Implicit: false },
            context.Stop).ConfigureAwait(false);
        using var player = EnginePlay.Begin(client, files, settings, format => Loop(arguments, format), arguments.GetValue(_start));
        if (arguments.GetValue(_detach))
        {
            player.Detach();
            var left = new DetachedReport(player.Id, files.Length, client.SocketPath, client.ProcessId, client.GetStatistics().To,
                client.GetStatistics().Sink);
            context.Output.Result(left, ReportJson.Readable.DetachedReport,
                static r => string.Create(CultureInfo.InvariantCulture,
                $"player {r.Player} keeps playing in engine {r.EngineProcessId} to {r.SinkDescription}; show it with 'continuo play "
                + $"--attach {r.Player}'"));
            return ExitCodes.Done;
        }

        var controller = new EngineController(client, player, "q quit");
        await PlayWatch.RunAsync(controller, context, "q").ConfigureAwait(false);
        return Complete(controller.Report(), context);
    }

    private async Task<int> AttachAsync(ParseResult arguments, CommandContext context)
    {
        var text = arguments.GetValue(_attach);
        if (text is not null && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw Wrong($"--attach {text}", "not a player number", "Give the number that --detach printed");
        }

        using var client = EngineClient.Connect(arguments.GetRequiredValue(_socket));
        using var player = EnginePlay.Find(client, text is null ? null : int.Parse(text, CultureInfo.InvariantCulture));
        var controller = new EngineController(client, player, "x stop  q leave it playing");
        var key = await PlayWatch.RunAsync(controller, context, "qx").ConfigureAwait(false);
        var report = controller.Report();
        if (key == 'x') player.Close();
        return Complete(report, context);
    }

    /// <summary>Whether an address is live and has no position to seek: an application, a device, the network.</summary>
    private static bool IsLive(string address) =>
        Composition.Parse(address) is var a
            && (a.Scheme is "rtp" or "ipc" or "whep" or "app" or "device" or "system"
            || a.Scheme == "file" && Path.GetExtension(a.Target).Equals(".sdp", StringComparison.OrdinalIgnoreCase));

    /// <summary>A single live stream goes to the sink without faders, and is reported as a transfer, with its reception.</summary>
    private async Task<int> PlayStreamAsync(ParseResult arguments, string address, CommandContext context)
    {
        var playback = Preset(arguments);
        var stream = new StreamOptions
        {
            ChunkFrames = arguments.GetValue(_lowest) ? LatencyProfile.Named("lowest").ChunkFrames(null) : null,
        };
        var request = new StreamRequest(address, stream, null) { Playback = playback };
        var result = await new Transfer(request, null, context).RunAsync([arguments.GetRequiredValue(_to)]).ConfigureAwait(false);
        if (!context.Output.IsJson && result.Failure is { } failure) return context.Output.Fail(failure);
        context.Output.Result(result.ToRecordReport(), ReportJson.Readable.RecordReport, RecordCommand.Describe);
        return result.Failure is { } e ? ExitCodes.Of(e) : ExitCodes.Done;
    }

    private PlaybackOptions Preset(ParseResult arguments) =>
        LatencyProfile.For(arguments.GetValue(_lowest)
            ? PlaybackPreset.Lowest
            : arguments.GetValue(_safe) ? PlaybackPreset.Safe : PlaybackPreset.Balanced);

    private LoopRegion? Loop(ParseResult arguments, AudioFormat format) =>
        arguments.GetValue(_loop) is { } loop ? LoopTimes.Parse(loop, format) : null;

    private static int Complete(PlayReport report, CommandContext context)
    {
        context.Output.Result(report, ReportJson.Readable.PlayReport, Describe);
        return report.Tracks.Any(t => t.Error is not null) ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static AudioException Wrong(string asked, string happened, string remedy) =>
        new(AudioErrorCode.InvalidArgument, asked, happened, remedy);

    private static string Describe(PlayReport r) => string.Join('\n',
    [
        string.Create(CultureInfo.InvariantCulture,
            $"{Plural.Of(r.Tracks.Count, "track")} to {r.SinkDescription}: {r.Seconds:0.000} s{(r.Ended ? "" : ", ended early")}; "
            + $"{Plural.Of(r.Underruns, "underrun")}, {Plural.Of(r.Outages, "outage")}; budget p50 {r.BudgetP50Percent:0.0} %, p99 "
            + $"{r.BudgetP99Percent:0.0} %"),
        .. r.WriteAhead is { } ahead ? new[] { "  " + ahead.Sentence } : [],
        .. r.Tracks.Where(t => t.LateFrames > 0 || t.Error is not null)
        .Select(t => string.Create(CultureInfo.InvariantCulture,
        $"  {t.Source}: {Plural.Of(t.Dropouts, "dropout")}, {Plural.Of(t.LateFrames, "frame")} "
        + $"late{(t.Error is { } f ? "; " + f.Message : "")}")),
    ]);
}
