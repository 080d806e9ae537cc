using System.Text.Json.Serialization;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Json;
using Continuo.Streams;

namespace Continuo.Cli.Remote;

/// <summary>JSON of <c>continuo top</c>: the contract's names.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(CamelCaseEnum<ReaderState>), typeof(CamelCaseEnum<StreamHealth>), typeof(CamelCaseEnum<RecordingState>)])]
[JsonSerializable(typeof(TopReport))]
internal sealed partial class TopJson : JsonSerializerContext;
