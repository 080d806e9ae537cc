using System.Text.Json.Serialization;

namespace Continuo.Cli.Reports.Machine;

/// <summary>Result of a check.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckState>))]
internal enum CheckState
{
    /// <summary>No problem.</summary>
    Ok,

    /// <summary>An optional part is missing or not optimal.</summary>
    Warning,

    /// <summary>Continuo cannot work.</summary>
    Failed,
}
