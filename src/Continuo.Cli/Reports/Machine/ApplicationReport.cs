using Continuo.Devices.Backends;

namespace Continuo.Cli.Reports.Machine;

/// <summary>One application and its streams.</summary>
internal sealed record ApplicationReport(string Address, string Name, int? ProcessId, string? Binary, IReadOnlyList<SessionReport> Sessions)
{
    public static ApplicationReport Of(AudioApplication application) => new(
        application.Address,
        application.Name,
        application.ProcessId > 0 ? application.ProcessId : null,
        application.Binary,
        [.. application.Sessions.Select(SessionReport.Of)]);
}
