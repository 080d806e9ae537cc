using System.Text.Json;
using System.Text.Json.Serialization;
using Continuo.Client.Contract;

namespace Continuo.Client.Json;

/// <summary>Reads a number or <see langword="null"/> that was given; a member that was left out is not read at all.</summary>
internal sealed class GivenNumberConverter : JsonConverter<Given<double?>>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override Given<double?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? new(null) : new(reader.GetDouble());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Given<double?> value, JsonSerializerOptions options)
    {
        if (value.Value is { } number) writer.WriteNumberValue(number);
        else writer.WriteNullValue();
    }
}
