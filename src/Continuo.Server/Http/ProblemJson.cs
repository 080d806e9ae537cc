using System.Text.Json;
using System.Text.Json.Serialization;
using Continuo.Client.Contract.Server;

namespace Continuo.Server.Http;

/// <summary>JSON of the server's errors, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiProblem))]
internal sealed partial class ProblemJson : JsonSerializerContext;
