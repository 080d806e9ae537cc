using System.Text.Json;
using System.Text.Json.Serialization;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Requests;
using Continuo.Client.Contract.Rooms;
using Continuo.Client.Contract.Server;
using Continuo.Playing;
using Continuo.Streams;

namespace Continuo.Client.Json;

/// <summary>
/// JSON of the contract between server and clients: camel case, enumerations as names. Request bodies refuse unknown members; clients
/// ignore them.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.Strict,
    Converters =
    [
        typeof(CamelCaseEnum<ApplicationState>),
        typeof(CamelCaseEnum<DeviceKind>),
        typeof(CamelCaseEnum<ReaderState>),
        typeof(CamelCaseEnum<GatewayState>),
        typeof(CamelCaseEnum<StreamHealth>),
        typeof(CamelCaseEnum<RecordingState>),
        typeof(CamelCaseEnum<PlayerState>),
        typeof(CamelCaseEnum<FindingState>),
        typeof(CamelCaseEnum<ChangeAction>),
    ])]
[JsonSerializable(typeof(ServerStatus))]
[JsonSerializable(typeof(ClusterStatus))]
[JsonSerializable(typeof(DrainReport))]
[JsonSerializable(typeof(IReadOnlyList<ApplicationStatus>), TypeInfoPropertyName = "ApplicationStatusList")]
[JsonSerializable(typeof(IReadOnlyList<DeviceStatus>), TypeInfoPropertyName = "DeviceStatusList")]
[JsonSerializable(typeof(StreamStatus))]
[JsonSerializable(typeof(IReadOnlyList<StreamStatus>), TypeInfoPropertyName = "StreamStatusList")]
[JsonSerializable(typeof(RecordingStatus))]
[JsonSerializable(typeof(IReadOnlyList<RecordingStatus>), TypeInfoPropertyName = "RecordingStatusList")]
[JsonSerializable(typeof(Waveform))]
[JsonSerializable(typeof(PlayerStatus))]
[JsonSerializable(typeof(IReadOnlyList<PlayerStatus>), TypeInfoPropertyName = "PlayerStatusList")]
[JsonSerializable(typeof(RoomStatus))]
[JsonSerializable(typeof(IReadOnlyList<RoomStatus>), TypeInfoPropertyName = "RoomStatusList")]
[JsonSerializable(typeof(RoomSpeakerStatus))]
[JsonSerializable(typeof(RoomListenerStatus))]
[JsonSerializable(typeof(RoomListenerSettings))]
[JsonSerializable(typeof(RoomMeters))]
[JsonSerializable(typeof(Seat))]
[JsonSerializable(typeof(OpenRoomRequest))]
[JsonSerializable(typeof(ChangeSpeakerRequest))]
[JsonSerializable(typeof(ChangeListenerRequest))]
[JsonSerializable(typeof(StartRoomRecordingRequest))]
[JsonSerializable(typeof(RoomRecordingStatus))]
[JsonSerializable(typeof(IReadOnlyList<RoomRecordingStatus>), TypeInfoPropertyName = "RoomRecordingStatusList")]
[JsonSerializable(typeof(AnnounceRequest))]
[JsonSerializable(typeof(PlayReplayRequest))]
[JsonSerializable(typeof(AnnouncementStatus))]
[JsonSerializable(typeof(IReadOnlyList<AnnouncementStatus>), TypeInfoPropertyName = "AnnouncementStatusList")]
[JsonSerializable(typeof(ChangeMessage<RoomStatus>), TypeInfoPropertyName = "RoomStatusChange")]
[JsonSerializable(typeof(GatewayStatus))]
[JsonSerializable(typeof(IReadOnlyList<GatewayStatus>), TypeInfoPropertyName = "GatewayStatusList")]
[JsonSerializable(typeof(ChangeMessage<GatewayStatus>), TypeInfoPropertyName = "GatewayStatusChange")]
[JsonSerializable(typeof(ChangeMessage<RoomSpeakerChange>), TypeInfoPropertyName = "RoomSpeakerChangeChange")]
[JsonSerializable(typeof(ChangeMessage<RoomListenerChange>), TypeInfoPropertyName = "RoomListenerChangeChange")]
[JsonSerializable(typeof(SessionStatus))]
[JsonSerializable(typeof(IReadOnlyList<SessionStatus>), TypeInfoPropertyName = "SessionStatusList")]
[JsonSerializable(typeof(IReadOnlyList<Finding>), TypeInfoPropertyName = "FindingList")]
[JsonSerializable(typeof(IReadOnlyList<LogLine>), TypeInfoPropertyName = "LogLineList")]
[JsonSerializable(typeof(UploadedFile))]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(OpenStreamRequest))]
[JsonSerializable(typeof(SaveReplayRequest))]
[JsonSerializable(typeof(StartRecordingRequest))]
[JsonSerializable(typeof(OpenPlayerRequest))]
[JsonSerializable(typeof(ChangePlayerRequest))]
[JsonSerializable(typeof(ChangeApplicationRequest))]
[JsonSerializable(typeof(LoopStatus))]
[JsonSerializable(typeof(HelloMessage))]
[JsonSerializable(typeof(ChangeMessage<StreamStatus>), TypeInfoPropertyName = "StreamStatusChange")]
[JsonSerializable(typeof(ChangeMessage<RecordingStatus>), TypeInfoPropertyName = "RecordingStatusChange")]
[JsonSerializable(typeof(ChangeMessage<PlayerStatus>), TypeInfoPropertyName = "PlayerStatusChange")]
[JsonSerializable(typeof(ChangeMessage<SessionStatus>), TypeInfoPropertyName = "SessionStatusChange")]
[JsonSerializable(typeof(ChangeMessage<RemovedObject>), TypeInfoPropertyName = "RemovedObjectChange")]
[JsonSerializable(typeof(LogMessage))]
[JsonSerializable(typeof(PongMessage))]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(MetersMessage))]
[JsonSerializable(typeof(StreamMeters))]
[JsonSerializable(typeof(PlayerMeters))]
[JsonSerializable(typeof(ClientMessage))]
[JsonSerializable(typeof(ApplicationStatus))]
internal sealed partial class ContractJson : JsonSerializerContext
{
    /// <summary>Adds the contract to the options of a web application.</summary>
    public static void AddTo(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        foreach (var converter in Default.Options.Converters) options.Converters.Add(converter);
    }
}
