using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Continuo.Cli.Options;
using Continuo.Cli.Output;

namespace Continuo.Cli.Commands;

/// <summary>Help that ends with examples, and at the root with addresses and exit codes.</summary>
/// <param name="usual">What lists usage, arguments and options.</param>
internal sealed class TeachingHelpAction(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        if (command is CliCommand { Notes.Length: > 0 } noted) output.WriteLine(noted.Notes.TrimEnd() + "\n");
        if (command is not CliCommand) WriteRoot(output);
        if (command is CliCommand { Examples.Count: > 0 } taught)
        {
            output.WriteLine("Examples:");
            foreach (var (line, meaning) in taught.Examples) output.WriteLine($"  {line}\n      {meaning}");
        }

        return ExitCodes.Done;
    }

    private static void WriteRoot(TextWriter output)
    {
        output.WriteLine("Addresses:");
        foreach (var (address, meaning) in AddressHelp.Table) output.WriteLine($"  {address,-26}{meaning}");
        output.WriteLine("\nExit codes:");
        foreach (var (code, meaning) in ExitCodes.Table) output.WriteLine($"  {code}  {meaning}");
        output.WriteLine("\nBegin with 'continuo demo', 'continuo doctor' or 'continuo record --help'.");
    }
}
