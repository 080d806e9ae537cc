using System.CommandLine;
using System.Globalization;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Playing;
using Continuo.Engine;
using Continuo.Engine.Client;
using Continuo.Engine.Hosting;
using Continuo.Engine.Protocol;

namespace Continuo.Cli.Commands;

/// <c>continuo engine</c>: the process that plays for others without interruptions.
internal sealed class EngineCommand : CliCommand
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly Option<string> _socket = new("--socket")
    {
        Description = "Socket to listen on",
        HelpName = "PATH",
        DefaultValueFactory = _ => EnginePath.Default,
    };
    private readonly Option<string> _to = new("--to", "-t")
    {
        Description = "Sink to play to",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => "device:",
    };
    private readonly Option<int> _buffer = new("--buffer")
    {
        Description = "Block size in frames; two blocks are buffered in the device",
        HelpName = "FRAMES",
        DefaultValueFactory = _ => 480,
    };
    private readonly Option<TimeSpan?> _idle = new("--idle")
    {
        Description = "Detach from the terminal; exit after this long without clients and inputs",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };
    private readonly Option<bool> _report = new("--report") { Description = "Print statistics of the running engine" };
    private readonly Option<bool> _stop = new("--stop") { Description = "Stop the running engine" };

    public EngineCommand()
        : base("engine", "Run the engine: a process that plays for others, unaffected by their garbage collections")
    {
        _to.CompletionSources.Add("device:", "file:", "null:");
        foreach (var option in new Option[] { _socket, _to, _buffer, _idle, _report, _stop }) Add(option);
        Notes = """
            The engine runs the output, the mixer and the file readers. It allocates nothing while it plays, so it never collects garbage.
            Applications connect over a socket that only this user can open, and write audio to shared memory. The engine runs until Ctrl-C.
            """;
        Examples =
        [
            ("continuo engine", "play to the default output"),
            ("continuo engine --to device:headphones --buffer 240", "buffer two blocks of 5 ms"),
            ("continuo engine --report --json", "print underruns, collections, allocated bytes and priority as JSON"),
        ];
    }

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var socket = arguments.GetRequiredValue(_socket);
        if (arguments.GetValue(_report) || arguments.GetValue(_stop))
        {
            return Task.FromResult(Ask(socket, arguments.GetValue(_stop), context));
        }

        EngineProcess.RestartWithRuntimeSettings();
        var options = EngineOptions.Default with
        {
            To = Composition.Parse(arguments.GetRequiredValue(_to)),
            BlockFrames = arguments.GetValue(_buffer),
        };
        return Task.FromResult(Host(socket, options, arguments.GetValue(_idle), context));
    }

    private static int Ask(string socket, bool stop, CommandContext context)
    {
        using var client = EngineClient.Connect(socket);
        context.Output.Result(EngineStatus.Of(client.GetStatistics(), socket, client.Inputs()), ReportJson.Readable.EngineStatus,
            static r => r.Describe());
        if (stop) client.StopEngine();
        return ExitCodes.Done;
    }

    private static int Host(string socket, EngineOptions options, TimeSpan? idle, CommandContext context)
    {
        if (idle is not null) EngineProcess.Detach();
        using var engine = new AudioEngine(options, Composition.CreateAudioSystem());
        using var server = new EngineServer(engine, socket); // before the device is opened, which another engine may be using
        engine.Start();
        EngineProcess.WarmUp(engine, server);
        server.Serve();
        _ = server.StopAsked.ContinueWith(_ => context.Interruption.Request(), TaskScheduler.Default);

        var report = engine.GetStatistics();
        context.Output.Status(string.Create(
            CultureInfo.InvariantCulture,
            $"engine {report.ProcessId} plays to {report.Sink}, {options.BlockFrames} frames at a time, "
                + $"and listens on {server.SocketPath}"));
        foreach (var refusal in new[] { report.PriorityRefusal, report.MemoryRefusal })
        {
            if (refusal.Length > 0) context.Output.Status(refusal);
        }

        EngineProcess.Settle(engine);
        Wait(engine, server, idle, context.Stop);
        context.Output.Result(EngineStatus.Of(engine.GetStatistics(), server.SocketPath), ReportJson.Readable.EngineStatus,
            static r => r.Describe());
        return ExitCodes.Done;
    }

    /// <summary>Does not allocate, however long it runs.</summary>
    private static void Wait(AudioEngine engine, EngineServer server, TimeSpan? idle, CancellationToken stop)
    {
        if (idle is not { } limit)
        {
            stop.WaitHandle.WaitOne();
            return;
        }

        var busy = Environment.TickCount64;
        while (!stop.WaitHandle.WaitOne(PollInterval))
        {
            if (server.Clients > 0 || engine.GetStatistics().Inputs > 0) busy = Environment.TickCount64;
            else if (Environment.TickCount64 - busy > limit.TotalMilliseconds) return;
        }
    }
}
