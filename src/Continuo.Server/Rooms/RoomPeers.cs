using System.Globalization;
using Continuo.Codecs.Opus;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Mixing;
using Continuo.Rtp.Packets;
using Continuo.Server.Access;
using Continuo.Server.Http;
using Continuo.Server.Options;
using Continuo.Server.WebRtc;
using Continuo.WebRtc.Sessions;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.Server.Rooms;

/// <summary>
/// WHIP and WHEP of rooms: <c>?seat=</c> is the stable id of the person, the same for both, so that no one hears himself. <c>?name=</c>,
/// <c>?group=</c>, <c>?muted=1</c> (push to talk), <c>?level=auto</c>, <c>?noise=DB</c>, <c>?voice=1</c> and, for operators,
/// <c>?talkOver=1</c> describe a speaker.
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
            AutomaticLevel = query["level"] == "auto",
            TalksOver = query["talkOver"] == "1" && context.ClientRole() >= AccessRole.Operate,
        };
        options = options with { Processing = rooms.Available(ProcessingIn(query, rooms.DeclarationOf(room))) };
        rooms.Seats.Require(context, room, options.MemberId); // before a session is made
        var offer = await Signalling.ReadOfferAsync(context).ConfigureAwait(false);
        var host = context.RequestServices.GetRequiredService<MediaPorts>().For(context.Connection);
        var session = host.Publish(offer, PublishedSpeakerInput.OptionsFor(room.Options.Tick) with
        {
            Name = $"{options.MemberId} in {room.Name}",
            UserAgent = context.Request.Headers.UserAgent.ToString(),
        });
        await JoinAsync(context, session, room, options.MemberId, () =>
        {
            if (!room.Speakers.Any(s => s.MemberId == options.MemberId)) return AddSpeaker(room, options, session).Leave;

            // The person comes back. A client asks for a new connection as soon as it doubts the old one,
            // which counts until the new one works.
            RoomSpeaker? speaker = null;
            session.Connected += (_, _) => speaker = Replace(room, options, session);
            return () => speaker?.Leave();
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ListenAsync(HttpContext context, string name)
    {
        var room = rooms.Get(name);
        var seat = SeatOf(context);
        rooms.Seats.Require(context, room, seat);
        var isStereo = room.Options.Format.Channels == 2;
        var offer = await Signalling.ReadOfferAsync(context).ConfigureAwait(false);
        var host = context.RequestServices.GetRequiredService<MediaPorts>().For(context.Connection);
        var session = host.Push(offer,
            new WebRtcListenOptions { Stereo = isStereo, UserAgent = context.Request.Headers.UserAgent.ToString() }, out var sender);
        await JoinAsync(context, session, room, seat, () =>
        {
            var listener = room.AddListener(new ListenerOptions
            {
                MemberId = seat,
                Name = context.Request.Query["name"],
                Codec = CodecRegistry.Describe("opus", room.Options.Format, room.Options.Tick),
                Preset = context.Request.Query["preset"] is [{ Length: > 0 } preset] ? OpusPreset.Named(preset) : null,
            }, new PushedListenerOutput(sender, (int)(room.Options.Tick.TotalSeconds * 48_000)));
            return listener.Leave;
        }).ConfigureAwait(false);
    }

    /// <summary>Puts a speaker in the place of those with its id. A muted person stays muted.</summary>
    private RoomSpeaker? Replace(Room room, SpeakerOptions options, WebRtcSession session)
    {
        RoomSpeaker[] old = [.. room.Speakers.Where(s => s.MemberId == options.MemberId)];
        try
        {
            var speaker = AddSpeaker(room, options with { IsMuted = options.IsMuted || old.Any(s => s.IsMuted) }, session);
            foreach (var replaced in old) replaced.Leave();
            return speaker;
        }
        catch (ObjectDisposedException) // the room was closed
        {
            _ = session.StopAsync("the room was closed");
            return null;
        }
    }

    private RoomSpeaker AddSpeaker(Room room, SpeakerOptions options, WebRtcSession session)
    {
        var speaker = room.AddSpeaker(options, new PublishedSpeakerInput(session));
        if (rooms.Seats.IsBlocked(room, options.MemberId)) speaker.SetBlocked(true);
        return speaker;
    }

    private async Task JoinAsync(HttpContext context, WebRtcSession session, Room room, string seat, Func<Action> join)
    {
        Action? release = null;
        Action leave;
        try
        {
            release = rooms.Seats.Take(context, room, seat);
            leave = join();
        }
        catch
        {
            release?.Invoke();
            _ = session.StopAsync("it could not join the room");
            throw;
        }

        leave += release;
        session.Ended += (_, _) => leave();
        if (session.State == WebRtcSessionState.Ended) leave(); // before it was watched
        Signalling.Register(context, session, room.Name);
        await Signalling.AnswerAsync(context, session).ConfigureAwait(false);
    }

    /// <summary>What a speaker asks for, on top of what the room does; <see langword="null"/>: what the room does.</summary>
    /// <exception cref="ProblemException">A value is out of range.</exception>
    private static SpeakerProcessing? ProcessingIn(IQueryCollection query, RoomDeclaration room)
    {
        if (!query.ContainsKey("noise") && !query.ContainsKey("voice")) return null;
        var noise = room.NoiseSuppressionDb;
        if (query["noise"] is [{ } text]
            && (!double.TryParse(text, CultureInfo.InvariantCulture, out noise) || noise is not (>= 0 and <= 40)))
        {
            throw new ProblemException(Problems.Invalid($"noise={text} is not a number of dB from 0 to 40."));
        }

        return new SpeakerProcessing
        {
            NoiseSuppressionDb = noise,
            DetectsVoice = query.ContainsKey("voice") ? query["voice"] == "1" : room.VoiceActivity,
        };
    }

    /// <exception cref="ProblemException">The name belongs to the server.</exception>
    private static string SeatOf(HttpContext context)
    {
        if (context.Request.Query["seat"] is not [{ Length: > 0 } seat]) return $"guest-{Guid.NewGuid().ToString("N")[..8]}";
        if (!RoomSeats.IsReserved(seat)) return seat;
        throw new ProblemException(Problems.Of(StatusCodes.Status403Forbidden, "forbidden",
            $"The seat '{seat}' belongs to the server.", "Choose another name."));
    }
}
