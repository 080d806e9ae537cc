using System.Text.Json;
using System.Text.Json.Serialization;

namespace Continuo.Client.Json;

/// <summary>Writes an enumeration as its name in camel case; numbers are refused.</summary>
internal sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
