using System.Text.Json.Serialization;

namespace Continuo.Rooms.Volumes;

/// <summary>JSON of the stored volumes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(StoredVolumes))]
internal sealed partial class VolumeJson : JsonSerializerContext;
