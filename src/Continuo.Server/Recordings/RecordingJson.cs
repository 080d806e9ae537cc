using System.Text.Json;
using System.Text.Json.Serialization;

namespace Continuo.Server.Recordings;

/// <summary>JSON of what is kept beside recordings.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RecordingDocument))]
internal sealed partial class RecordingJson : JsonSerializerContext;
