using System.CommandLine;
using Continuo.Cli.Options;
using Continuo.Cli.Output;

namespace Continuo.Cli.Commands;

/// <summary>From the arguments to the exit code.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0) args = ["--help"];
        var output = new CommandOutput(GlobalOptions.IsJson(args), GlobalOptions.IsVerbose(args));
        AppDomain.CurrentDomain.UnhandledException += (_, e) => EndWith(output, e.ExceptionObject);
        try
        {
            var parsed = ContinuoCommand.Parse(args);
            if (parsed.Action is not TeachingHelpAction && UsageErrors.Find(parsed, args) is { } wrong) return output.Fail(wrong);
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The last stop for everything: whatever it is becomes one line and an exit code.
            return Fail(output, e);
        }
    }

    /// <summary>Tells of an error, in the plainest way if even that fails: where no more files can be opened, the parts of the program that tell it cannot be loaded.</summary>
    private static int Fail(CommandOutput output, Exception error)
    {
        try
        {
            return output.Fail(error);
        }
        catch (Exception)
        {
            StandardText.WriteError($"continuo: the system: {error.Message.ReplaceLineEndings(" ")}\n");
            return ExitCodes.Failed;
        }
    }

    /// <summary>An exception on a thread of its own, as when no more files or threads can be had: no stack trace, but the same line and exit code as elsewhere.</summary>
    private static void EndWith(CommandOutput output, object exception) =>
        StandardText.ExitNow(Fail(output, exception as Exception ?? new InvalidOperationException(exception.ToString())));
}
