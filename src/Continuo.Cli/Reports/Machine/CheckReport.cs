using System.Text.Json.Serialization;
using Continuo.Hosting.Checks;

namespace Continuo.Cli.Reports.Machine;

/// <summary>One check of the doctor.</summary>
/// <param name="Name">Name of the check.</param>
/// <param name="State">Its result.</param>
/// <param name="Detail">Details.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record CheckReport(
    string Name,
    [property: JsonConverter(typeof(JsonStringEnumConverter<CheckState>))] CheckState State,
    string Detail,
    string? Remedy = null)
{
    public static CheckReport Of(MachineCheck check) => new(check.Title, check.State, check.Detail, check.Command ?? check.Advice);
}
