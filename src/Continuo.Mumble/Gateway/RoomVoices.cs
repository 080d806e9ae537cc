using Continuo.Audio;
using Continuo.Mumble.Speakers;
using Continuo.Mumble.Voice;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Mixing;

namespace Continuo.Mumble.Gateway;

/// <summary>
/// The users of a Mumble server as speakers of a room: each joins with the first packet, leaves with the user, or when the room removes it
/// because it has been silent for long, and joins again with the next packet.
/// </summary>
/// <param name="room">The room.</param>
/// <param name="server">Host and port, which with the name is the id of users without a certificate.</param>
/// <param name="group">Group of the speakers.</param>
/// <param name="isPuppet">Whether a user is one of the gateway's own.</param>
/// <param name="joining">Completes how a user joins; <see langword="null"/> changes nothing.</param>
internal sealed class RoomVoices(
    Room room,
    string server,
    string group,
    Func<MumbleUser, bool> isPuppet,
    Func<SpeakerOptions, SpeakerOptions>? joining = null) : IVoiceReceiver
{
    private const long RetryNanoseconds = 1_000_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<MumbleUser, (SpeakerVoice Voice, RoomSpeaker Speaker)> _speakers = [];
    private long _refused;
    private long _retryAt;
    private bool _isClosed;

    /// <summary>Number of speakers.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _speakers.Count;
        }
    }

    /// <summary>Number of packets for whose user the room had no place.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Id of a person in rooms: by certificate, or by server and name.</summary>
    public static string MemberIdOf(MumbleUser user, string server)
    {
        var id = MumbleGateway.MemberPrefix + (user.CertificateHash.Length > 0 ? user.CertificateHash : $"{server}:{user.Name}");
        return id.Length > MemberNames.MaxLength ? id[..MemberNames.MaxLength] : id;
    }

    public void Receive(MumbleUser user, in VoicePacket packet, long arrival)
    {
        lock (_gate)
        {
            if (_isClosed || isPuppet(user)) return;
            if (!_speakers.TryGetValue(user, out var entry) || HasGone(entry.Speaker))
            {
                if (arrival < _retryAt || !TryJoin(user, out entry))
                {
                    _refused++;
                    return;
                }

                _speakers[user] = entry;
            }

            entry.Voice.Insert(packet, arrival);
        }
    }

    public void Remove(MumbleUser user)
    {
        RoomSpeaker speaker;
        lock (_gate)
        {
            if (!_speakers.Remove(user, out var entry)) return;
            speaker = entry.Speaker;
        }

        speaker.Leave();
    }

    /// <summary>Forgets speakers that the room has removed.</summary>
    public void Tidy()
    {
        lock (_gate)
        {
            foreach (var (user, entry) in _speakers)
            {
                if (HasGone(entry.Speaker)) _speakers.Remove(user);
            }
        }
    }

    /// <summary>All leave.</summary>
    public void Close()
    {
        RoomSpeaker[] speakers;
        lock (_gate)
        {
            _isClosed = true;
            speakers = [.. _speakers.Values.Select(e => e.Speaker)];
            _speakers.Clear();
        }

        foreach (var speaker in speakers) speaker.Leave();
    }

    private static bool HasGone(RoomSpeaker speaker) => speaker.Lane.IsLeaving || speaker.Lane.IsGone;

    private bool TryJoin(MumbleUser user, out (SpeakerVoice, RoomSpeaker) entry)
    {
        entry = default;
        SpeakerVoice? voice = null;
        try
        {
            voice = new SpeakerVoice(user, new AudioFormat(room.Options.Format.SampleRate, 1), SpeakerVoice.DefaultJitter, room.Clock);
            var name = user.Name.Length > MemberNames.MaxLength ? user.Name[..MemberNames.MaxLength] : user.Name;
            var options = new SpeakerOptions { MemberId = MemberIdOf(user, server), Name = name, Group = group };
            entry = (voice, room.AddSpeaker(joining is null ? options : joining(options), voice.Input));
            return true;
        }
        catch (Exception e) when (e is AudioException or ObjectDisposedException)
        {
            // The room is full or closed: tried again after a second, not with every packet.
            voice?.Input.Dispose();
            _retryAt = room.Clock.Now + RetryNanoseconds;
            return false;
        }
    }
}
