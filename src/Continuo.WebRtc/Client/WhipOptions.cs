using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.WebRtc.Client;

/// <summary>How a <see cref="WhipSink"/> publishes. Immutable.</summary>
internal sealed record WhipOptions
{
    /// <summary>Options of an address that are not part of its URL.</summary>
    public static readonly string[] Names = ["preset", "ptime", "red"];

    /// <summary>Opus preset. A lower bit rate that the server asks for is respected.</summary>
    public OpusPreset Preset { get; init; } = OpusPreset.Standard;

    /// <summary>Packet length; <see langword="null"/> for what the server asks for, else 20 ms.</summary>
    public TimeSpan? PacketTime { get; init; }

    /// <summary>Whether to repeat each packet in the next one (RFC 2198), if the server supports it.</summary>
    public bool Red { get; init; }

    /// <summary>Pause before the second attempt to connect again; doubles with each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause between attempts.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Reads the options of an address.</summary>
    /// <exception cref="AudioException">One of them is wrong.</exception>
    public static WhipOptions FromAddress(AudioAddress address) => new()
    {
        Preset = address.Option("preset") is { } preset ? OpusPreset.Named(preset) : OpusPreset.Standard,
        PacketTime = address.Option("ptime") is null ? null : TimeSpan.FromMilliseconds(address.Number("ptime", 20, 2.5, 60)),
        Red = address.Flag("red"),
    };
}
