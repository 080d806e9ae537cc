namespace Continuo.Server.WebRtc;

/// <summary>The rooms, to the endpoints of WHIP and WHEP: a name may be that of a stream or of a room. Thread-safe.</summary>
internal interface IPeerRooms
{
    /// <summary>Whether there is a room with this name.</summary>
    bool Has(string name);

    /// <summary>Answers the offer of a speaker in a room.</summary>
    Task SpeakAsync(HttpContext context, string name);

    /// <summary>Answers the offer of a listener in a room.</summary>
    Task ListenAsync(HttpContext context, string name);
}
