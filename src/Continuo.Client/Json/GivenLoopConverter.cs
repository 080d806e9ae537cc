using System.Text.Json;
using System.Text.Json.Serialization;
using Continuo.Client.Contract;

namespace Continuo.Client.Json;

/// <summary>Reads a loop region or <see langword="null"/> that was given; a member that was left out is not read at all.</summary>
internal sealed class GivenLoopConverter : JsonConverter<Given<LoopStatus?>>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override Given<LoopStatus?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize(ref reader, ContractJson.Default.LoopStatus));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Given<LoopStatus?> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Value, ContractJson.Default.LoopStatus!);
}
