using System.Text.Json;
using System.Text.Json.Serialization;

namespace Continuo.Server.Listening;

/// <summary>JSON of the first message to a WebSocket listener, generated at compile time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ListenHello))]
internal sealed partial class ListenJson : JsonSerializerContext;
