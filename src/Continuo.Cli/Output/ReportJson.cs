using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Continuo.Cli.Reports;
using Continuo.Cli.Reports.Desk;
using Continuo.Cli.Reports.Machine;
using Continuo.Cli.Reports.Network;
using Continuo.Cli.Reports.Playing;

namespace Continuo.Cli.Output;

/// <summary>JSON form of the reports: camelCase, one line, every key always present. docs/json.md describes them.</summary>
[JsonSerializable(typeof(FailureDocument))]
[JsonSerializable(typeof(DemoReport))]
[JsonSerializable(typeof(RecordReport))]
[JsonSerializable(typeof(StreamReport))]
[JsonSerializable(typeof(ServeIpcReport))]
[JsonSerializable(typeof(MonitorReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(PlayReport))]
[JsonSerializable(typeof(DetachedReport))]
[JsonSerializable(typeof(MixReport))]
[JsonSerializable(typeof(FileLoudnessReport))]
[JsonSerializable(typeof(FileReport))]
[JsonSerializable(typeof(ApplicationsReport))]
[JsonSerializable(typeof(ApplicationReport))]
[JsonSerializable(typeof(DevicesReport))]
[JsonSerializable(typeof(DeviceVolumeReport))]
[JsonSerializable(typeof(EngineStatus))]
[JsonSerializable(typeof(SimulationReport))]
[JsonSerializable(typeof(ScenariosReport))]
[JsonSerializable(typeof(EqualDelaysReport))]
[JsonSerializable(typeof(MarkerLatencyReport))]
[JsonSerializable(typeof(LoadReport))]
[JsonSerializable(typeof(ServerLoadReport))]
[JsonSerializable(typeof(BridgeReport))]
[JsonSerializable(typeof(DeskReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>
    /// The serializer context. Apostrophes are not escaped: the output is read by people and programs, not embedded in HTML.
    /// </summary>
    public static readonly ReportJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
