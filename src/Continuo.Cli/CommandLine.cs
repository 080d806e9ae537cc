using System.CommandLine;
using Continuo.Cli.Options;
using Continuo.Cli.Output;

namespace Continuo.Cli;

/// <summary>Runs a command line: from the arguments to the exit code.</summary>
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
            if (parsed.Action is not ExampleHelpAction && UsageErrors.Find(parsed, args) is { } wrong) return output.Fail(wrong);
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null
            }).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The last handler: any exception becomes one line and an exit code.
            return Fail(output, e);
        }
    }

    /// <summary>
    /// Reports an error, in the simplest way if the usual one fails: if no more files can be opened, the assemblies that format the error
    /// cannot be loaded.
    /// </summary>
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

    /// <summary>
    /// An unhandled exception on another thread, for example when no more files or threads are available: no stack trace, but the usual
    /// line and exit code.
    /// </summary>
    private static void EndWith(CommandOutput output, object exception) =>
        StandardText.ExitNow(Fail(output, exception as Exception ?? new InvalidOperationException(exception.ToString())));
}
