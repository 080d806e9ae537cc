using System.Text.Json.Serialization;
using Continuo.Rooms.Volumes;
using Continuo.Server.Rooms;

namespace Continuo.Cluster.Serving;

/// <summary>A room's declaration, and a listener's volumes, as the cluster keeps them. What a newer version adds is ignored by an older one.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RoomDeclaration))]
[JsonSerializable(typeof(ListenerSettings))]
internal sealed partial class DeclarationJson : JsonSerializerContext;
