using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text.RegularExpressions;
using Continuo.Cli.Commands;
using Continuo.Cli.Options;
using Continuo.Cli.Output;

namespace Continuo.Cli;

/// <summary>Help that ends with examples, and at the root with addresses and exit codes.</summary>
/// <param name="usual">Writes usage, arguments and options.</param>
internal sealed partial class ExampleHelpAction(HelpAction usual) : SynchronousCommandLineAction
{
    private const int Unlimited = 10_000;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        (usual.MaxWidth, parseResult.InvocationConfiguration.Output) = (Unlimited, text);
        usual.Invoke(parseResult);
        var command = parseResult.CommandResult.Command;
        if (command is CliCommand { Notes.Length: > 0 } noted)
        {
            text.WriteLine((Terminal.Output.IsTerminal ? Flow(noted.Notes) : noted.Notes).TrimEnd() + "\n");
        }

        if (command is not CliCommand) WriteRoot(text);
        if (command is CliCommand { TakesAddresses: true }) text.WriteLine("Addresses and their options: continuo help addresses\n");
        if (command is CliCommand { Examples.Count: > 0 } taught)
        {
            text.WriteLine("Examples:");
            foreach (var (line, meaning) in taught.Examples) text.WriteLine($"  {line}\n      {meaning}");
        }

        StandardText.WriteOutput(TextFit.Wrap(text.ToString(), Terminal.Output.Width, indent: 0));
        return ExitCodes.Done;
    }

    private static void WriteRoot(TextWriter output)
    {
        output.WriteLine("Addresses (their options: continuo help addresses):");
        foreach (var (address, meaning) in AddressHelp.Table) output.WriteLine($"  {address,-26}{meaning}");
        output.WriteLine("\nExit codes:");
        foreach (var (code, meaning) in ExitCodes.Table) output.WriteLine($"  {code}  {meaning}");
        output.WriteLine("\nTo start, try 'continuo demo', 'continuo doctor' or 'continuo record --help'.");
    }

    /// <summary>Notes are written for a wide line and are wrapped again for the terminal.</summary>
    private static string Flow(string notes) => LineBreak().Replace(notes, " ");

    [GeneratedRegex(@"(?<=\S)\n(?=\S)")]
    private static partial Regex LineBreak();
}
