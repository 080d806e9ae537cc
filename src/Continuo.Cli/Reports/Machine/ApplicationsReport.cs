using Continuo.Devices.Backends;

namespace Continuo.Cli.Reports.Machine;

/// <summary>The applications that play audio.</summary>
internal sealed record ApplicationsReport(string Server, IReadOnlyList<ApplicationReport> Applications)
{
    public static ApplicationsReport Of(IAudioServer server) =>
        new(server.Name, [.. server.ListApplications().Select(ApplicationReport.Of)]);
}
