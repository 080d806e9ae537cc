using Continuo.Codecs.Opus;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rtp.Packets;
using Continuo.Server.WebRtc;
using Continuo.WebRtc.Sessions;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.Server.Rooms;

/// <summary>
/// WHIP and WHEP of rooms: <c>?seat=</c> is the stable id of the person, the same for both, so that no one hears himself. <c>?name=</c>,
/// <c>?group=</c> and <c>?muted=1</c> (push to talk) describe a speaker.
/// </summary>
internal sealed class RoomPeers(RoomTable rooms) : IPeerRooms
{
    /// <inheritdoc/>
    public bool Has(string name) => rooms.Find(name) is not null;

    /// <inheritdoc/>
    public async Task SpeakAsync(HttpContext context, string name)
    {
        var room = rooms.Get(name);
        var query = context.Request.Query;
        var options = new SpeakerOptions
        {
            MemberId = SeatOf(context),
            Name = query["name"],
            Group = query["group"] is [{ Length: > 0 } group] ? group : null,
            IsMuted = query["muted"] == "1",
            IsMonoSeat = query["mono"] == "1",
        };
        var offer = await Signalling.ReadOfferAsync(context).ConfigureAwait(false);
        var host = context.RequestServices.GetRequiredService<MediaPorts>().For(context.Connection);
        var session = host.Publish(offer, new WebRtcPublishOptions
        {
            Name = $"{options.MemberId} in {room.Name}",
            PacketMilliseconds = (int)room.Options.Tick.TotalMilliseconds,
            UserAgent = context.Request.Headers.UserAgent.ToString(),
        });
        await JoinAsync(context, session, room, () =>
        {
            foreach (var old in room.Speakers.Where(s => s.MemberId == options.MemberId)) old.Leave(); // the person has come back
            var speaker = room.AddSpeaker(options, new PublishedSpeakerInput(session));
            return speaker.Leave;
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ListenAsync(HttpContext context, string name)
    {
        var room = rooms.Get(name);
        var seat = SeatOf(context);
        var isStereo = room.Options.Format.Channels == 2;
        var offer = await Signalling.ReadOfferAsync(context).ConfigureAwait(false);
        var host = context.RequestServices.GetRequiredService<MediaPorts>().For(context.Connection);
        var session = host.Push(offer,
            new WebRtcListenOptions { Stereo = isStereo, UserAgent = context.Request.Headers.UserAgent.ToString() }, out var sender);
        await JoinAsync(context, session, room, () =>
        {
            var listener = room.AddListener(new ListenerOptions
            {
                MemberId = seat,
                Codec = CodecRegistry.Describe("opus", room.Options.Format, room.Options.Tick),
                Preset = context.Request.Query["preset"] is [{ Length: > 0 } preset] ? OpusPreset.Named(preset) : null,
            }, new PushedListenerOutput(sender, (int)(room.Options.Tick.TotalSeconds * 48_000)));
            return listener.Leave;
        }).ConfigureAwait(false);
    }

    private static async Task JoinAsync(HttpContext context, WebRtcSession session, Room room, Func<Action> join)
    {
        Action leave;
        try
        {
            leave = join();
        }
        catch
        {
            _ = session.StopAsync("it could not join the room");
            throw;
        }

        session.Ended += (_, _) => leave();
        if (session.State == WebRtcSessionState.Ended) leave(); // before it was watched
        Signalling.Register(context, session, room.Name);
        await Signalling.AnswerAsync(context, session).ConfigureAwait(false);
    }

    private static string SeatOf(HttpContext context) =>
        context.Request.Query["seat"] is [{ Length: > 0 } seat] ? seat : $"guest-{Guid.NewGuid().ToString("N")[..8]}";
}
