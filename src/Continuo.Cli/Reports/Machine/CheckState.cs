using System.Text.Json.Serialization;

namespace Continuo.Cli.Reports.Machine;

/// <summary>What a check of the doctor came to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckState>))]
internal enum CheckState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Something optional is missing or worse than it could be.</summary>
    Warning,

    /// <summary>Continuo cannot work.</summary>
    Failed,
}
