using System.CommandLine;
using System.CommandLine.Help;
using Continuo.Cli.Commands;
using Continuo.Cli.Options;
using Continuo.Cli.Remote;

namespace Continuo.Cli;

/// <summary>The root command <c>continuo</c> with all its subcommands.</summary>
internal static class ContinuoCommand
{
    public const string Name = "continuo";

    public static Command Create()
    {
        // Not a RootCommand, which would be named after its assembly.
        var root = new Command(Name,
            "Real-time audio: capture, record, play, mix and stream applications, devices, files and pipes. Every lost frame is reported.");
        foreach (var command in Commands()) root.Add(command);
        root.Add(GlobalOptions.Json);
        root.Add(GlobalOptions.Backend);
        root.Add(GlobalOptions.Opus);
        root.Add(GlobalOptions.Verbose);
        root.Add(new VersionOption { Description = "Show the version" });

        // Without its usual alias "-?", with which addresses begin: -?format=s16le,44100,1
        var help = new HelpOption("--help", "-h") { Description = "Show help with examples", Recursive = true };
        help.Action = new ExampleHelpAction((HelpAction)help.Action!);
        root.Add(help);
        return root;
    }

    /// <summary>Parses a command line. Does not throw.</summary>
    public static ParseResult Parse(string[] args)
    {
        // "@" may begin a file name like any other character, and "-?format=…" is an address, not a bundle of short options.
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false };
        return Create().Parse(StreamArguments.CompleteWait(args), configuration);
    }

    /// <summary>A command as the user types it: <c>continuo record</c>.</summary>
    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : Name;

    /// <summary>Whether it is the root command.</summary>
    public static bool IsRoot(Command command) => command is not CliCommand;

    private static IEnumerable<CliCommand> Commands() =>
    [
        new AppsCommand(),
        new DevicesCommand(),
        new RecordCommand(),
        new MonitorCommand(),
        new StreamCommand(),
        new ServeCommand(),
        new RemoteCommand(),
        new ClusterCommand(),
        new TopCommand(),
        new ServeIpcCommand(),
        new BridgeCommand(),
        new DeskCommand(),
        new PlayCommand(),
        new MixCommand(),
        new InfoCommand(),
        new ConvertCommand(),
        new LoudnessCommand(),
        new VolumeCommand(),
        new EngineCommand(),
        new SimulateCommand(),
        new LatencyCommand(),
        new LoadCommand(),
        new DoctorCommand(),
        new DemoCommand(),
        new HelpCommand(),
        new CompletionCommand(),
        new CompleteCommand(Create),
    ];
}
