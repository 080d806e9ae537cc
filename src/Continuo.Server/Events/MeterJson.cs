using System.Text.Json.Serialization;
using Continuo.Client.Contract;
using Continuo.Client.Json;

namespace Continuo.Server.Events;

/// <summary>JSON of meter messages.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(CamelCaseEnum<ReaderState>)])]
[JsonSerializable(typeof(MeterFrame))]
internal sealed partial class MeterJson : JsonSerializerContext;
