using System.Globalization;
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
        room.Options.MaxMixed,
        room.Options.TalkOverDb,
        room.Options.AutomaticLevel,
        room.Options.TargetLufs,
        room.IsParked,
        [.. room.Speakers.Select(Of)],
        [.. room.Listeners.Where(l => l.Output is not QuietOutput).Select(Of)]);

    public static RoomSpeakerStatus Of(RoomSpeaker speaker) => new(
        speaker.Number,
        speaker.MemberId,
        speaker.Name,
        speaker.Options.Group,
        speaker.IsSpeaking,
        speaker.IsMuted,
        speaker.IsBlocked,
        speaker.IsStalled,
        speaker.TalksOver,
        Math.Round(speaker.Volume, 3),
        speaker.HasAutomaticLevel ? Math.Round(speaker.AutomaticGainDb, 1) : null,
        LevelOf(speaker));

    public static RoomListenerStatus Of(RoomListener listener) => new(listener.MemberId, listener.Name);

    public static RoomListenerSettings SettingsOf(RoomListener listener) => new(
        listener.MemberId,
        [.. listener.GetVolumes().Select(v => new RoomVolume(v.MemberId, v.Volume, v.IsMuted, v.IsSolo))],
        listener.GetGroupsOff());

    /// <summary>Levels and delays of those speakers that have one.</summary>
    public static RoomMeters MetersOf(Room room, int shedStep)
    {
        var (levels, buffers) = (new Dictionary<string, double>(), new Dictionary<string, double>());
        foreach (var speaker in room.Speakers)
        {
            var number = speaker.Number.ToString(CultureInfo.InvariantCulture);
            if (LevelOf(speaker) is { } level && !speaker.IsMuted && !speaker.IsBlocked) levels[number] = level;
            if (speaker.Input is PublishedSpeakerInput { BufferMs: { } buffer }) buffers[number] = Math.Round(buffer, 1);
        }

        return new RoomMeters(levels, buffers, shedStep);
    }

    public static SpeakerVolume ToVolume(RoomVolume volume) => new(volume.Id, volume.Volume, volume.IsMuted, volume.IsSolo);

    private static double? LevelOf(RoomSpeaker speaker) => speaker.LevelDb is > -90 and var level ? Math.Round(level, 1) : null;
}
