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
        context.Output.Result(DevicesReport.Of(server), ReportJson.Readable.DevicesReport, Describe);
        return Task.FromResult(ExitCodes.Done);
    }

    private static string Describe(DevicesReport report)
    {
        if (report.Devices.Count == 0) return $"No audio devices on {report.Server}.";
        var table = new TextTable("ADDRESS", "KIND", "FORMAT", "NAME");
        foreach (var d in report.Devices)
        {
            table.Add(d.Address, d.Kind.ToLowerInvariant() + (d.IsDefault ? " (default)" : ""), TextTable.Format(d.SampleRate, d.Channels),
                d.Description);
        }

        return table.ToString();
    }
}
