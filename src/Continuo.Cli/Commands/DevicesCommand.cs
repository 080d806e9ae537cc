using System.CommandLine;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Machine;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo devices</c>.</summary>
internal sealed class DevicesCommand : CliCommand
{
    public DevicesCommand()
        : base("devices", "List audio inputs, outputs and monitors, with addresses and formats") =>
        Examples = [("continuo devices", "list the addresses of all devices"), ("continuo devices --json", "print the result as JSON")];

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        using var server = Composition.Backend.Connect();
        var choice = Composition.Backend.Choice;
        if (!context.Output.IsJson && !choice.IsFallback) context.Output.Status($"audio through {choice.Backend.Name}: {choice.Reason}");
        context.Output.Result(DevicesReport.Of(server, choice), ReportJson.Readable.DevicesReport, Describe);
        return Task.FromResult(ExitCodes.Done);
    }

    private static string Describe(DevicesReport report)
    {
        if (report.Devices.Count == 0) return $"No audio devices on {report.Server}.";
        // A service that converts everything has no capabilities to show.
        var hasCapabilities = report.Devices.Any(d => d.Capabilities is not null);
        var table = hasCapabilities
            ? new TextTable("ADDRESS", "KIND", "FORMAT", "NAME", "CAPABILITIES")
            : new TextTable("ADDRESS", "KIND", "FORMAT", "NAME");
        foreach (var d in report.Devices)
        {
            string[] row =
            [
                d.Address, d.Kind.ToLowerInvariant() + (d.IsDefault ? " (default)" : ""), TextTable.Format(d.SampleRate, d.Channels),
                d.Description,
            ];
            table.Add(hasCapabilities ? [.. row, d.Capabilities ?? ""] : row);
        }

        return table.ToString();
    }
}
