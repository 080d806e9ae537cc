using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Continuo.Client.Contract.Requests;

/// <summary>Reads a loop region or <see langword="null"/> that was given; a member that was left out is not read at all.</summary>
internal sealed class OptionalLoopConverter : JsonConverter<OptionalValue<LoopStatus?>>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override OptionalValue<LoopStatus?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize(ref reader, ShapeOf(options)));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, OptionalValue<LoopStatus?> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Value, ShapeOf(options)!);

    private static JsonTypeInfo<LoopStatus> ShapeOf(JsonSerializerOptions options) =>
        (JsonTypeInfo<LoopStatus>)options.GetTypeInfo(typeof(LoopStatus));
}
