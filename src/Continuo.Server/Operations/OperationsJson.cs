using System.Text.Json;
using System.Text.Json.Serialization;

namespace Continuo.Server.Operations;

/// <summary>JSON of what operators ask for.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthDocument))]
internal sealed partial class OperationsJson : JsonSerializerContext;
