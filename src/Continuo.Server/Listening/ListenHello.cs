namespace Continuo.Server.Listening;

/// <summary>The first message to a WebSocket listener.</summary>
/// <param name="Codec">Always <c>opus</c>.</param>
/// <param name="SampleRate">Rate to decode to.</param>
/// <param name="Channels">Channels to decode to.</param>
/// <param name="PacketMs">Length of a packet.</param>
/// <param name="LatencyMs">From the capture of a sample to its message, at least.</param>
/// <param name="BitRate">Bits per second.</param>
/// <param name="Session">Its id in the list of sessions.</param>
/// <param name="PreSkipFrames">Frames at the beginning that precede the first captured one: the codec's look-ahead.</param>
internal sealed record ListenHello(
    string Codec,
    int SampleRate,
    int Channels,
    int PacketMs,
    double LatencyMs,
    int BitRate,
    string Session,
    int PreSkipFrames);
