using System.CommandLine;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Play;
using Continuo.Cli.Reports;
using Continuo.Cli.Transfers;
using Continuo.Clocks;
using Continuo.Playing;
using Continuo.Sinks;
using Continuo.Streams;
using Spectre.Console;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo play FILES…</c>.</summary>
internal sealed class PlayCommand : CliCommand
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private readonly Argument<string[]> _files = new("FILES") { Description = "What to play together: sound files, tone:440, noise:pink", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _to = new("--to") { Description = "Where to: a device, a file, exec:COMMAND, null:", HelpName = "ADDRESS", DefaultValueFactory = static _ => "device:" };
    private readonly TrackArguments _tracks = new();
    private readonly Option<string?> _loop = new("--loop") { Description = "Play this region over and over: 10s-20s", HelpName = "FROM-TO" };
    private readonly Option<TimeSpan?> _start = new("--start") { Description = "Where to begin: 1:30", HelpName = "TIME", CustomParser = OptionParsers.Duration };
    private readonly Option<bool> _lowest = new("--lowest-latency") { Description = "Small blocks, little written ahead" };
    private readonly Option<bool> _safe = new("--safe") { Description = "Large blocks, much written ahead: for a busy machine" };

    public PlayCommand()
        : base("play", "Play sound files together, with faders")
    {
        Arguments.Add(_files);
        Add(_to);
        _tracks.AddTo(this);
        foreach (var option in new Option[] { _loop, _start, _lowest, _safe }) Add(option);
        Notes = """
            In a terminal: space pauses, left and right go 5 s back and on, up and down choose a track, m mutes it, s plays it
            alone, + and - change its gain, q ends. A file that breaks off is silent from there on, the others go on.
            """;
        Examples =
        [
            ("continuo play drums.flac bass.wav voice.wav", "three files together on the default device"),
            ("continuo play song.flac --loop 10s-20s --start 10s", "ten seconds over and over"),
            ("continuo play rtp://239.1.2.3:5004", "what is sent to a multicast group"),
            ("continuo play ipc:/run/user/1000/music.sock", "what another process serves"),
            ("continuo play a.wav b.wav --gain 2=-6dB --pan 1=-0.5 --to null: --json", "without a device; the books as JSON"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var (files, to, system) = (arguments.GetRequiredValue(_files), arguments.GetRequiredValue(_to), Composition.CreateAudioSystem());
        if (files is [var only] && IsFromNetwork(only)) return await PlayNetworkAsync(only, to, context).ConfigureAwait(false);
        var options = arguments.GetValue(_lowest) ? PlaybackOptions.Lowest : arguments.GetValue(_safe) ? PlaybackOptions.Safe : PlaybackOptions.Balanced;
        using var player = new Player(AudioFormat.Default, options);
        var settings = _tracks.Read(arguments, files.Length);
        for (var i = 0; i < files.Length; i++) player.Add(files[i], system, settings[i]);
        if (arguments.GetValue(_loop) is { } loop) player.Loop = LoopTimes.Parse(loop, player.Format);
        if (arguments.GetValue(_start) is { } start) player.Seek(start);

        var address = AudioAddress.Parse(to);
        var sink = system.CreateSink(address, new SinkRequest(null, SystemClock.Instance));
        if (address.Scheme is "null" or "file") sink = new PacedSink(sink, options.WriteAhead, SystemClock.Instance);
        context.Output.IsOutputTaken |= address.Scheme == "-";
        using var playback = new Playback(player, sink, endsWithPlayer: true);
        playback.Monitor.IsOn = true;
        player.Play();
        playback.Start();
        await WatchAsync(player, playback, context).ConfigureAwait(false);
        var report = PlayReport.Of(sink.Description, player, playback);
        playback.Stop();
        if (playback.Failure is { } failure) return context.Output.Fail(failure);
        context.Output.Result(report, ReportJson.Readable.PlayReport, Describe);
        return ExitCodes.Done;
    }

    private static bool IsFromNetwork(string address) =>
        AudioAddress.Parse(address) is var a && (a.Scheme is "rtp" or "ipc" || a.Scheme == "file" && Path.GetExtension(a.Target).Equals(".sdp", StringComparison.OrdinalIgnoreCase));

    /// <summary>What comes from the network or another process has no position to seek and no speed but its own: it goes straight to the sink.</summary>
    private static async Task<int> PlayNetworkAsync(string address, string to, CommandContext context)
    {
        var result = await new Transfer(new StreamRequest(address, new StreamOptions(), null), null, context).RunAsync([to]).ConfigureAwait(false);
        if (!context.Output.IsJson && result.Failure is { } failure) return context.Output.Fail(failure);
        context.Output.Result(result.ToRecordReport(), ReportJson.Readable.RecordReport, RecordCommand.Describe);
        return result.Failure is { } e ? ExitCodes.Of(e) : ExitCodes.Done;
    }

    private static async Task WatchAsync(Player player, Playback playback, CommandContext context)
    {
        var keys = new PlayKeys(player);
        if (context.Output.IsJson || !CommandOutput.IsResultOnTerminal || Console.IsInputRedirected || context.Output.IsOutputTaken)
        {
            await WaitAsync(playback, Timeout.InfiniteTimeSpan, context).ConfigureAwait(false);
            return;
        }

        await AnsiConsole.Live(PlayView.Of(player, playback, keys.Chosen)).AutoClear(true).StartAsync(async live =>
        {
            while (!await WaitAsync(playback, Period, context).ConfigureAwait(false))
            {
                while (Console.KeyAvailable)
                {
                    if (!keys.Press(Console.ReadKey(intercept: true))) return;
                }

                live.UpdateTarget(PlayView.Of(player, playback, keys.Chosen));
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Waits for the end or Ctrl-C; whether one of them came.</summary>
    private static async Task<bool> WaitAsync(Playback playback, TimeSpan most, CommandContext context)
    {
        try
        {
            await playback.Ended.WaitAsync(most, context.Stop).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private static string Describe(PlayReport r) => string.Join('\n',
    [
        string.Create(CultureInfo.InvariantCulture, $"{r.Tracks.Count} track{(r.Tracks.Count == 1 ? "" : "s")} to {r.To}: {r.Seconds:0.000} s{(r.Ended ? "" : ", ended early")}; {r.Underruns} underruns, {r.Outages} outages; budget p50 {r.BudgetP50Percent:0.0} %, p99 {r.BudgetP99Percent:0.0} %"),
        "  " + r.WriteAhead.Sentence,
        .. r.Tracks.Where(t => t.LateFrames > 0 || t.Failure is not null).Select(t => string.Create(CultureInfo.InvariantCulture, $"  {t.Name}: {t.Dropouts} dropouts, {t.LateFrames} frames late{(t.Failure is { } f ? "; " + f.Message : "")}")),
    ]);
}
