using Continuo.Streams;

namespace Continuo.Mumble.Addresses;

/// <summary>Registers Mumble with an <see cref="AudioSystem"/>.</summary>
public static class MumbleExtensions
{
    /// <summary>Registers <c>mumble://host/channel</c> as source and sink.</summary>
    /// <param name="system">The registry.</param>
    public static AudioSystem UseMumble(this AudioSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system
            .AddSource("mumble", MumbleSource.FromAddress,
                new("mumble://HOST/CHANNEL", "the voices of a Mumble channel",
                    "user=NAME receives one user only; name=YOURNAME; password, token, delay=MS, udp=no, identity=NAME, insecure"))
            .AddSink("mumble", MumbleSink.FromAddress,
                new("mumble://HOST/CHANNEL", "talks into a Mumble channel",
                    "name=YOURNAME; password, token, preset=NAME, stereo, udp=no, identity=NAME, insecure"));
    }
}
