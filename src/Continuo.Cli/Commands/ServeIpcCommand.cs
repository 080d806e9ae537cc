using System.CommandLine;
using System.Globalization;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;
using Continuo.Cli.Supervision;
using Continuo.Cli.Transfers;
using Continuo.Ipc;
using Continuo.Rings;
using Continuo.Streams;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo serve-ipc ADDRESS PATH</c>.</summary>
internal sealed class ServeIpcCommand : CliCommand
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);

    private readonly StreamArguments _stream = new();
    private readonly Argument<string> _path = new("PATH") { Description = "Path of the socket; other processes open it as ipc:PATH" };
    private readonly Option<int> _clients = new("--clients") { Description = "Start when N clients are connected", HelpName = "N" };
    private readonly Option<int> _most = new("--max-clients")
    {
        Description = "Maximum number of clients",
        HelpName = "N",
        DefaultValueFactory = static _ => IpcServerOptions.Default.MaxClients,
    };
    private readonly Option<TimeSpan?> _budget = new("--budget")
    {
        Description = "How long a message may wait for a slow client (default: 10ms)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };
    private readonly Option<TimeSpan?> _silence = new("--silence")
    {
        Description = "Disconnect a client after this long without a message (default: 900ms)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };
    private readonly Option<bool> _receive = new("--receive")
    {
        Description = "Receive instead: other processes send to PATH, and ADDRESS is the sink",
    };
    private readonly Option<bool> _supervise = new("--supervise")
    {
        Description = "Serve in a child process; restart it if it dies, at most 5 times in 5 minutes",
    };
    private readonly Option<bool> _leash = new("--leash") { Hidden = true };

    public ServeIpcCommand()
        : base("serve-ipc", "Serve a source to other processes of this user, over a Unix socket")
    {
        _stream.AddTo(this, offline: false);
        TakesAddresses = true;
        Arguments.Add(_path);
        foreach (var option in new Option[] { _clients, _most, _budget, _silence, _receive, _supervise, _leash }) Add(option);
        Notes = """
            Clients use ipc:PATH as a source. They receive float samples, or 16-bit with ?codec=s16, or Opus with ?codec=opus. A client that
            does not read loses audio, then its connection; other clients are not affected. Protocol: docs/protocols/ipc.md.
            """;
        Examples =
        [
            ("continuo serve-ipc app:firefox /run/user/1000/firefox.sock",
                "serve Firefox; a client is: continuo record ipc:/run/user/1000/firefox.sock take.wav"),
            ("continuo serve-ipc song.flac song.sock --clients 2 --json", "start when two clients are connected; print statistics as JSON"),
            ("continuo serve-ipc device: voice.sock --supervise", "serve the microphone; restart the server if it dies"),
            ("continuo serve-ipc --receive device: in.sock",
                "play received audio; a sender is: continuo stream tone:440 --to \"ipc:in.sock?connect\""),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        if (arguments.GetValue(_supervise)) return SupervisedRun.Start(context);
        if (arguments.GetValue(_leash)) SupervisedRun.EndWithParent(context);
        var request = _stream.Read(arguments);
        var path = arguments.GetRequiredValue(_path);
        return arguments.GetValue(_receive)
            ? await ReceiveAsync(request, path, context).ConfigureAwait(false)
            : await ServeAsync(request, path, arguments, context).ConfigureAwait(false);
    }

    private async Task<int> ServeAsync(StreamRequest request, string path, ParseResult arguments, CommandContext context)
    {
        var options = IpcServerOptions.Default with { MaxClients = arguments.GetValue(_most) };
        if (arguments.GetValue(_budget) is { } budget) options = options with { Budget = budget };
        if (arguments.GetValue(_silence) is { } silence) options = options with { Silence = silence };
        var (stream, _) = request.Open(Composition.CreateAudioSystem(), context.Stop);
        using (stream)
        {
            using var server = new IpcServer(path, RingOf(stream), options);
            server.Start();
            context.Output.Status($"{stream.Description} is served on ipc:{path}");
            while (server.Clients < arguments.GetValue(_clients) && !context.Stop.IsCancellationRequested)
            {
                context.Stop.WaitHandle.WaitOne(PollInterval);
            }

            stream.Start();
            var duration = request.Duration ?? Timeout.InfiniteTimeSpan;
            await Task.WhenAny(stream.Ended, Task.Delay(duration, context.Stop)).ConfigureAwait(false);
            var report = ServeIpcReport.Of(stream, server.GetStatistics());
            await Task.Run(stream.Stop).ConfigureAwait(false);
            server.Drain(StopTimeout);
            report = ServeIpcReport.Of(stream, server.GetStatistics()) with { Health = report.Health, Clients = report.Clients };
            context.Output.Result(report, ReportJson.Readable.ServeIpcReport, static r => r.Describe());
            if (report.Error is null) return ExitCodes.Done;
            return context.Output.IsJson ? ExitCodes.Of(stream.Failure!) : context.Output.Fail(stream.Failure!);
        }
    }

    private static async Task<int> ReceiveAsync(StreamRequest request, string path, CommandContext context)
    {
        var transfer = new Transfer(request with { Address = $"ipc:{path}?listen" }, null, context);
        var result = await transfer.RunAsync([request.Address]).ConfigureAwait(false);
        context.Output.Result(result.ToStreamReport(), ReportJson.Readable.StreamReport, static r => string.Create(
            CultureInfo.InvariantCulture,
            $"{r.Description} → {r.Sinks[0].Sink}: {Plural.Of(r.Sinks[0].Frames, "frame")}, {r.FilledFrames} without a sender, "
                + $"{r.GapFrames} missing"));
        if (result.Failure is not { } failure) return ExitCodes.Done;
        return context.Output.IsJson ? ExitCodes.Of(failure) : context.Output.Fail(failure);
    }

    private static AudioRing RingOf(AudioStream stream)
    {
        using var reader = stream.OpenReader();
        return reader.Ring.Ring;
    }
}
