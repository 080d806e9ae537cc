using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Latency;

/// <summary>Options of a <see cref="LoopbackRun"/>. Immutable.</summary>
internal sealed record LoopbackOptions
{
    /// <summary>
    /// Lowest latency for a local network: PCM in chunks, packets and blocks of 2.5 ms, and a jitter buffer that starts at one packet.
    /// </summary>
    public static LoopbackOptions Lowest { get; } = new()
    {
        Codec = "L16",
        Preset = OpusPreset.Live,
        Frame = TimeSpan.FromMilliseconds(2.5),
        Jitter = JitterBufferOptions.Default with { StartDelay = TimeSpan.FromMilliseconds(2.5) },
    };

    /// <summary>Sample rate and channels.</summary>
    public AudioFormat Format { get; init; } = AudioFormat.Default;

    /// <summary>The codec: <c>opus</c>, <c>L16</c>, <c>L24</c>, <c>F32</c>.</summary>
    public string Codec { get; init; } = "opus";

    /// <summary>Opus preset; <see langword="null"/> for <see cref="OpusPreset.Standard"/>.</summary>
    public OpusPreset? Preset { get; init; }

    /// <summary>Length of chunks, packets and playout blocks.</summary>
    public TimeSpan Frame { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Options of the marker.</summary>
    public MarkerOptions Marker { get; init; } = MarkerOptions.Hidden;

    /// <summary>Options of the jitter buffer.</summary>
    public JitterBufferOptions Jitter { get; init; } = JitterBufferOptions.Default;

    /// <summary>Number of markers to measure, 1…1000. The first is skipped while the jitter buffer adapts.</summary>
    public int Markers { get; init; } = 4;

    internal PacketCodec Validated()
    {
        Marker.Validate();
        if (Markers is < 1 or > 1000)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"{Markers} markers"),
                "outside 1…1000", "Use 4");
        }

        return CodecRegistry.Describe(Codec, Format, Frame);
    }
}
