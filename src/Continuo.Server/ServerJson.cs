using System.Text.Json;
using System.Text.Json.Serialization;
using Continuo.Server.Http;
using Continuo.Server.Listening;

namespace Continuo.Server;

/// <summary>The JSON of the server's own answers, generated at compile time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(ListenHello))]
internal sealed partial class ServerJson : JsonSerializerContext;
