using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Codecs.Opus;
using Continuo.Mumble.Speakers;
using Continuo.Rtp.Jitter;

namespace Continuo.Mumble.Addresses;

/// <summary>
/// A <c>mumble://[name[:password]@]host[:port]/channel/…</c> address. The channel's names are percent-decoded. Immutable.
/// </summary>
internal static class MumbleAddress
{
    private static readonly string[] Common = ["name", "password", "token", "insecure", "udp", "identity"];

    /// <summary>Options of sources.</summary>
    public static readonly string[] SourceOptions = [.. Common, "user", "delay"];

    /// <summary>Options of sinks.</summary>
    public static readonly string[] SinkOptions = [.. Common, "preset", "stereo"];

    /// <summary>Server, name and channel of an address.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: no host, or an option is wrong.</exception>
    public static MumbleOptions Parse(AudioAddress address, MonotonicClock clock)
    {
        if (!Uri.TryCreate("mumble:" + address.Target, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, "mumble:", "no server is given", "Write it as mumble://host/channel");
        }

        var user = url.UserInfo.Split(':', 2);
        var name = address.Option("name") ?? (url.UserInfo.Length > 0 ? Uri.UnescapeDataString(user[0]) : null);
        var options = new MumbleOptions
        {
            Host = url.Host.Trim('[', ']'),
            Port = url.Port > 0 ? url.Port : MumbleOptions.DefaultPort,
            Password = address.Option("password") ?? (user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null),
            Tokens = address.Option("token")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
            Channel = [.. url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)],
            IsInsecure = address.Flag("insecure"),
            UsesUdp = address.Option("udp") is null || address.Flag("udp"),
            Clock = clock,
        };
        if (name is not null) options = options with { Name = name };
        if (address.Option("identity") is { } identity) options = options with { Identity = identity };
        options.Validate();
        return options;
    }

    /// <summary>Server, name and channel of an address that is neither source nor sink.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: another scheme, no host, or an option is
    /// wrong.</exception>
    public static MumbleOptions ParseServer(AudioAddress address)
    {
        if (address.Scheme != "mumble")
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, address.Text, "it is no Mumble server",
                "Write it as mumble://host/channel");
        }

        address.AllowOptions(Common);
        return Parse(address, MonotonicClock.System);
    }

    /// <summary>The jitter buffers of a source; <c>delay</c> sets what they begin with, in ms.</summary>
    public static JitterBufferOptions JitterOf(AudioAddress address)
    {
        var start = TimeSpan.FromMilliseconds(address.Number("delay", SpeakerVoice.DefaultJitter.StartDelay.TotalMilliseconds, 0, 1000));
        return SpeakerVoice.DefaultJitter with { StartDelay = start };
    }

    /// <summary>The encoder of a sink.</summary>
    public static OpusPreset PresetOf(AudioAddress address)
    {
        var preset = OpusPreset.Named(address.Option("preset") ?? "voice-high");
        return address.Flag("stereo") ? preset : preset with { Settings = preset.Settings with { IsMono = true } };
    }
}
