using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Latency;

/// <summary>What a <see cref="LoopbackRun"/> sends through which parts. Immutable.</summary>
internal sealed record LoopbackOptions
{
    /// <summary>
    /// The shortest way on a local network: uncompressed packets of 2.5 ms, chunks and blocks as long, and a jitter buffer that begins at one packet.
    /// </summary>
    public static LoopbackOptions Lowest { get; } = new()
    {
        Codec = "L16",
        Preset = OpusPreset.Live,
        Frame = TimeSpan.FromMilliseconds(2.5),
        Jitter = JitterBufferOptions.Default with { StartDelay = TimeSpan.FromMilliseconds(2.5) },
    };

    /// <summary>Rate and channels.</summary>
    public AudioFormat Format { get; init; } = AudioFormat.Default;

    /// <summary>The codec: <c>opus</c>, <c>L16</c>, <c>L24</c>, <c>F32</c>.</summary>
    public string Codec { get; init; } = "opus";

    /// <summary>The preset of Opus; <see langword="null"/>: <see cref="OpusPreset.Standard"/>.</summary>
    public OpusPreset? Preset { get; init; }

    /// <summary>The length of chunks and packets, and of the blocks that are played.</summary>
    public TimeSpan Frame { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The marker's.</summary>
    public MarkerOptions Marker { get; init; } = MarkerOptions.Hidden;

    /// <summary>The jitter buffer's.</summary>
    public JitterBufferOptions Jitter { get; init; } = JitterBufferOptions.Default;

    /// <summary>How many markers are measured, 1…1000; the first is left out while the jitter buffer adapts.</summary>
    public int Markers { get; init; } = 4;

    internal PacketCodec Validated()
    {
        Marker.Validate();
        if (Markers is < 1 or > 1000)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"{Markers} markers"), "outside 1…1000", "Use 4");
        }

        return CodecRegistry.Describe(Codec, Format, Frame);
    }
}
