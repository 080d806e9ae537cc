using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.WebRtc.Sessions;

/// <summary>How a listener receives a stream. Listeners with equal options and one stream share one encoder. Immutable.</summary>
public sealed record WebRtcListenOptions
{
    /// <summary>Opus preset.</summary>
    public OpusPreset Preset { get; init; } = OpusPreset.Standard;

    /// <summary>Bit rate in bits per second, 6 000…510 000; <see langword="null"/> for the preset's.</summary>
    public int? BitRate { get; init; }

    /// <summary>Packet length: 10 or 20 ms.</summary>
    public int PacketMilliseconds { get; init; } = 20;

    /// <summary>
    /// Whether every packet repeats the previous one (RFC 2198), if the peer offers it. Doubles the bit rate; at 10 % random loss about 1 %
    /// of the audio is concealed instead of 9 %.
    /// </summary>
    public bool Red { get; init; }

    /// <summary>Whether to send stereo; otherwise the channels are mixed to one.</summary>
    public bool Stereo { get; init; } = true;

    /// <summary>The browser or program that listens, shown in the statistics. From the HTTP request.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>The preset with the bit rate.</summary>
    internal OpusPreset Effective => BitRate is { } rate ? Preset with { Settings = Preset.Settings with { BitRate = rate } } : Preset;

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: a value is out of range.</exception>
    internal void Validate()
    {
        if (PacketMilliseconds is not (10 or 20))
        {
            throw new AudioException(
                AudioErrorCode.InvalidArgument,
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"packets of {PacketMilliseconds} ms"),
                "WebRTC listeners receive packets of 10 or 20 ms",
                "Use 10 or 20");
        }

        _ = Effective;
    }
}
