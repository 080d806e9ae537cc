using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.Resampling;
using Continuo.Live;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Inputs;
using Continuo.Streams;

namespace Continuo.Rooms.Announcing;

/// <summary>Plays something to everyone in a room, as a speaker who is there for that time only.</summary>
public static class RoomAnnouncements
{
    private static long _last;

    /// <summary>Plays a piece of audio.</summary>
    /// <param name="room">The room.</param>
    /// <param name="clip">The audio: the room's sample rate, one or two channels.</param>
    /// <param name="options"><see langword="null"/> uses the defaults.</param>
    /// <exception cref="AudioException">The clip's format does not fit, or the room is full.</exception>
    public static Announcement Announce(this Room room, AudioClip clip, AnnouncementOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(room);
        ArgumentNullException.ThrowIfNull(clip);
        var input = new ClipSpeakerInput(clip);
        var speaker = room.AddSpeaker(Seat(options ?? new AnnouncementOptions()), input);
        return new Announcement(speaker, () => input.HasEnded, static () => ValueTask.CompletedTask);
    }

    /// <summary>Plays a file, or any other source, to its end.</summary>
    /// <param name="room">The room.</param>
    /// <param name="address">The source.</param>
    /// <param name="options"><see langword="null"/> uses the defaults.</param>
    /// <param name="system">Opens it; <see langword="null"/> for the core's own schemes.</param>
    /// <exception cref="AudioException">The source cannot be opened, or the room is full.</exception>
    public static Announcement Announce(this Room room, string address, AnnouncementOptions? options = null, AudioSystem? system = null)
    {
        ArgumentNullException.ThrowIfNull(room);
        var stream = AudioStream.Open(address, new StreamOptions { Clock = room.Clock }, system);
        try
        {
            var format = room.Options.Format.WithChannels(Math.Min(2, stream.Format.Channels));
            var live = LiveInput.Open(stream, format, LiveInputOptions.Default.WithResampling() with { Clock = room.Clock });
            var speaker = room.AddSpeaker(Seat(options ?? new AnnouncementOptions()), new LiveSpeakerInput(live));
            stream.Start();
            return new Announcement(speaker, () => live.HasEnded || stream.Health == StreamHealth.Failed, stream.DisposeAsync);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static SpeakerOptions Seat(AnnouncementOptions options) => new()
    {
        MemberId = string.Create(CultureInfo.InvariantCulture, $"announcement:{Interlocked.Increment(ref _last)}"),
        Name = options.Name,
        TalksOver = options.TalksOver,
        Volume = options.Volume,
        Group = options.Group,
        IsTemporary = true,
    };
}
