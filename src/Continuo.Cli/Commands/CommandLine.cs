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
        try
        {
            var parsed = ContinuoCommand.Parse(args);
            if (parsed.Errors.Count > 0 && parsed.Action is not TeachingHelpAction) return output.Fail(UsageErrors.Describe(parsed));
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The last stop for everything: whatever it is becomes one line and an exit code.
            return output.Fail(e);
        }
    }
}
