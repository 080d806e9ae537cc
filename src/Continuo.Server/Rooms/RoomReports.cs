using Continuo.Client.Contract.Rooms;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Mixing;

namespace Continuo.Server.Rooms;

/// <summary>What the API and the events say of rooms.</summary>
internal static class RoomReports
{
    public static RoomStatus Of(Room room) => new(
        room.Name,
        room.Options.Format.Channels,
        (int)room.Options.Tick.TotalMilliseconds,
        room.IsParked,
        [.. room.Speakers.Select(Of)],
        [.. room.Listeners.Select(Of)]);

    public static RoomSpeakerStatus Of(RoomSpeaker speaker) => new(
        speaker.Number,
        speaker.MemberId,
        speaker.Name,
        speaker.Options.Group,
        speaker.IsSpeaking,
        speaker.IsMuted,
        speaker.IsStalled,
        Math.Round(speaker.Volume, 3),
        double.IsFinite(speaker.LevelDb) ? Math.Round(speaker.LevelDb, 1) : null);

    public static RoomListenerStatus Of(RoomListener listener) => new(
        listener.MemberId,
        [.. listener.GetVolumes().Select(v => new RoomVolume(v.MemberId, v.Volume, v.IsMuted, v.IsSolo))],
        listener.GetGroupsOff());

    public static SpeakerVolume ToVolume(RoomVolume volume) => new(volume.Id, volume.Volume, volume.IsMuted, volume.IsSolo);
}
