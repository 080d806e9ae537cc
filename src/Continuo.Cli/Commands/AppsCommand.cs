using System.CommandLine;
using System.Globalization;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Machine;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo apps</c>.</summary>
internal sealed class AppsCommand : CliCommand
{
    public AppsCommand()
        : base("apps", "List applications that are playing audio, with streams and volumes") =>
        Examples = [("continuo apps", "list the addresses of all applications that are playing"),
            ("continuo apps --json", "print the result as JSON, with all properties from the server")];

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        using var server = Composition.Backend.Connect();
        context.Output.Result(ApplicationsReport.Of(server), ReportJson.Readable.ApplicationsReport, Describe);
        return Task.FromResult(ExitCodes.Done);
    }

    private static string Describe(ApplicationsReport report)
    {
        if (report.Applications.Count == 0) return $"No application is playing audio on {report.Server}.";
        var table = new TextTable("ADDRESS", "NAME", "STREAM", "VOLUME", "FORMAT", "STATE");
        foreach (var application in report.Applications)
        {
            foreach (var s in application.Sessions)
            {
                var volume = s.Volume is { } v ? string.Create(CultureInfo.InvariantCulture, $"{v * 100:0}%") : "";
                table.Add(application.Address, application.Name, s.Name, volume, TextTable.Format(s.SampleRate, s.Channels),
                    s.Muted ? "muted" : s.Paused ? "paused" : "playing");
            }
        }

        return table.ToString();
    }
}
