using Continuo.Client.Contract.Rooms;
using Continuo.Client.Json;

namespace Continuo.Client;

// Voice rooms.
public sealed partial class ContinuoClient
{
    private const string SeatKeyHeader = "Continuo-Seat-Key";

    /// <summary>Lists the rooms with their members.</summary>
    public Task<IReadOnlyList<RoomStatus>> ListRoomsAsync(CancellationToken cancellation = default) =>
        GetAsync("api/rooms", ContractJson.Default.RoomStatusList, cancellation);

    /// <summary>Gets one room.</summary>
    public Task<RoomStatus> GetRoomAsync(string room, CancellationToken cancellation = default) =>
        GetAsync($"api/rooms/{Escape(room)}", ContractJson.Default.RoomStatus, cancellation);

    /// <summary>Opens a room.</summary>
    public Task<RoomStatus> OpenRoomAsync(OpenRoomRequest request, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, "api/rooms", Body(request, ContractJson.Default.OpenRoomRequest),
            ContractJson.Default.RoomStatus, cancellation);

    /// <summary>Closes a room; its members leave.</summary>
    public Task CloseRoomAsync(string room, CancellationToken cancellation = default) =>
        DeleteAsync($"api/rooms/{Escape(room)}", cancellation);

    /// <summary>Lists a room's recordings; for operators, as all below.</summary>
    public Task<IReadOnlyList<RoomRecordingStatus>> ListRoomRecordingsAsync(string room, CancellationToken cancellation = default) =>
        GetAsync($"api/rooms/{Escape(room)}/recordings", ContractJson.Default.RoomRecordingStatusList, cancellation);

    /// <summary>Starts recording a room: the mix, and each speaker.</summary>
    public Task<RoomRecordingStatus> StartRoomRecordingAsync(string room, StartRoomRecordingRequest request,
        CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, $"api/rooms/{Escape(room)}/recordings", Body(request, ContractJson.Default.StartRoomRecordingRequest),
            ContractJson.Default.RoomRecordingStatus, cancellation);

    /// <summary>Ends a room's recording; returns when its files are complete.</summary>
    public Task<RoomRecordingStatus> StopRoomRecordingAsync(string room, string recording, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, $"api/rooms/{Escape(room)}/recordings/{Escape(recording)}/stop", null,
            ContractJson.Default.RoomRecordingStatus, cancellation);

    /// <summary>Plays an announcement to everyone in a room.</summary>
    public Task<AnnouncementStatus> AnnounceAsync(string room, AnnounceRequest request, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, $"api/rooms/{Escape(room)}/announcements", Body(request, ContractJson.Default.AnnounceRequest),
            ContractJson.Default.AnnouncementStatus, cancellation);

    /// <summary>Ends an announcement or a replay.</summary>
    public Task StopAnnouncementAsync(string room, string id, CancellationToken cancellation = default) =>
        DeleteAsync($"api/rooms/{Escape(room)}/announcements/{Escape(id)}", cancellation);

    /// <summary>Plays to everyone what was said lately.</summary>
    public Task<AnnouncementStatus> PlayReplayAsync(string room, PlayReplayRequest request, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, $"api/rooms/{Escape(room)}/replay", Body(request, ContractJson.Default.PlayReplayRequest),
            ContractJson.Default.AnnouncementStatus, cancellation);

    /// <summary>Lists the gateways of rooms to other voice systems.</summary>
    public Task<IReadOnlyList<GatewayStatus>> ListGatewaysAsync(CancellationToken cancellation = default) =>
        GetAsync("api/gateways", ContractJson.Default.GatewayStatusList, cancellation);

    /// <summary>Gets one gateway.</summary>
    public Task<GatewayStatus> GetGatewayAsync(string gateway, CancellationToken cancellation = default) =>
        GetAsync($"api/gateways/{Escape(gateway)}", ContractJson.Default.GatewayStatus, cancellation);

    /// <summary>Makes a seat: a new person for rooms.</summary>
    public Task<Seat> CreateSeatAsync(CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, "api/seats", null, ContractJson.Default.Seat, cancellation);

    /// <summary>Changes a speaker: one's own mute, or as an operator anything.</summary>
    /// <param name="room">Name of the room.</param>
    /// <param name="id">Id of the speaker.</param>
    /// <param name="change">What to change.</param>
    /// <param name="seat">One's own seat; <see langword="null"/> for an operator, or for the token that took the seat.</param>
    /// <param name="cancellation">Ends the request.</param>
    public Task<RoomSpeakerStatus> ChangeSpeakerAsync(string room, string id, ChangeSpeakerRequest change, Seat? seat = null,
        CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Patch, $"api/rooms/{Escape(room)}/speakers/{Escape(id)}",
            Body(change, ContractJson.Default.ChangeSpeakerRequest), ContractJson.Default.RoomSpeakerStatus, cancellation, seat);

    /// <summary>Removes a speaker from a room.</summary>
    public Task RemoveSpeakerAsync(string room, string id, CancellationToken cancellation = default) =>
        DeleteAsync($"api/rooms/{Escape(room)}/speakers/{Escape(id)}", cancellation);

    /// <summary>Gets what a listener has set.</summary>
    /// <param name="room">Name of the room.</param>
    /// <param name="id">Id of the listener.</param>
    /// <param name="seat">As in <see cref="ChangeSpeakerAsync"/>.</param>
    /// <param name="cancellation">Ends the request.</param>
    public Task<RoomListenerSettings> GetListenerAsync(string room, string id, Seat? seat = null,
        CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Get, $"api/rooms/{Escape(room)}/listeners/{Escape(id)}", null, ContractJson.Default.RoomListenerSettings,
            cancellation, seat);

    /// <summary>Sets any number of a listener's volumes and groups at once.</summary>
    /// <param name="room">Name of the room.</param>
    /// <param name="id">Id of the listener.</param>
    /// <param name="change">What to change.</param>
    /// <param name="seat">As in <see cref="ChangeSpeakerAsync"/>.</param>
    /// <param name="cancellation">Ends the request.</param>
    public Task<RoomListenerSettings> ChangeListenerAsync(string room, string id, ChangeListenerRequest change, Seat? seat = null,
        CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Patch, $"api/rooms/{Escape(room)}/listeners/{Escape(id)}",
            Body(change, ContractJson.Default.ChangeListenerRequest), ContractJson.Default.RoomListenerSettings, cancellation, seat);
}
