using System.Text.Json.Serialization;
using Continuo.Client.Contract.Rooms;
using Continuo.Rooms.Volumes;
using Continuo.Server.Rooms;

namespace Continuo.Cluster.Serving;

/// <summary>
/// Declarations of rooms and streams, recordings that run, and a listener's volumes, as the cluster keeps them. What a newer version adds
/// is ignored by an older one.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RoomDeclaration))]
[JsonSerializable(typeof(StreamDeclaration))]
[JsonSerializable(typeof(StartRoomRecordingRequest))]
[JsonSerializable(typeof(ListenerSettings))]
internal sealed partial class DeclarationJson : JsonSerializerContext;
