using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Output;
using Continuo.Pipes;

namespace Continuo.Cli.Supervision;

/// <summary>Runs this command in a child process that is restarted when it dies.</summary>
internal static class SupervisedRun
{
    private const string Supervise = "--supervise";
    private const string Leash = "--leash";

    /// <summary>Runs the child until it exits normally, fails too often, or Ctrl-C.</summary>
    /// <exception cref="AudioException">It failed too often.</exception>
    public static int Start(CommandContext context)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new AudioException(AudioErrorCode.Unsupported, Supervise, "it is available on Linux only",
                "Use the system's service manager");
        }

        using var supervisor = new ChildSupervisor(Command());
        supervisor.Restarting += (_, restart) =>
            context.Output.Status(string.Create(CultureInfo.InvariantCulture,
                $"the child process died ({restart.Failure.Happened}); restarting in {restart.Pause.TotalSeconds:0.#} s"));
        using var stop = context.Stop.Register(supervisor.Stop);
        supervisor.Run();
        return ExitCodes.Done;
    }

    /// <summary>In the child: stops when the supervisor, which holds its standard input, has exited.</summary>
    public static void EndWithParent(CommandContext context)
    {
        var thread = new Thread(() => AwaitEndOfInput(context)) { IsBackground = true, Name = "leash" };
        thread.Start();
    }

    private static void AwaitEndOfInput(CommandContext context)
    {
        using var input = Console.OpenStandardInput();
        while (input.Read(new byte[64]) > 0)
        {
        }

        context.Interruption.Request();
    }

    // The shell is replaced by the child itself.
    private static string Command()
    {
        var arguments = File.ReadAllText("/proc/self/cmdline").Split('\0')[..^1].Select(static a => a == Supervise ? Leash : a);
        return "exec " + string.Join(' ', arguments.Select(static a => $"'{a.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
    }
}
