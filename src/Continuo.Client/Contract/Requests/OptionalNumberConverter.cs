using System.Text.Json;
using System.Text.Json.Serialization;

namespace Continuo.Client.Contract.Requests;

/// <summary>Reads a number or <see langword="null"/> that was given; a member that was left out is not read at all.</summary>
internal sealed class OptionalNumberConverter : JsonConverter<OptionalValue<double?>>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override OptionalValue<double?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? new(null) : new(reader.GetDouble());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, OptionalValue<double?> value, JsonSerializerOptions options)
    {
        if (value.Value is { } number) writer.WriteNumberValue(number);
        else writer.WriteNullValue();
    }
}
