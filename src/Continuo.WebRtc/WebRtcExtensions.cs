using Continuo.Streams;
using Continuo.WebRtc.Client;

namespace Continuo.WebRtc;

/// <summary>Registers WebRTC with an <see cref="AudioSystem"/>.</summary>
public static class WebRtcExtensions
{
    /// <summary>Registers <c>whep:URL</c> as source and <c>whip:URL</c> as sink.</summary>
    /// <param name="system">The registry.</param>
    public static AudioSystem UseWebRtc(this AudioSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system
            .AddSource("whep", static (address, request) => WhepSource.FromAddress(address, request),
                new("whep:URL", "a stream of a WHEP server (WebRTC)", "bearer=TOKEN; delay in ms; other options are passed to the server"))
            .AddSink("whip", WhipSink.FromAddress,
                new("whip:URL", "published to a WHIP server (WebRTC) as Opus",
                    "bearer=TOKEN; preset=NAME; ptime=MS; red; other options are passed to the server"));
    }
}
