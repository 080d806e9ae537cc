using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.Rtp.Packets;

/// <summary>The codecs that packets can be made with, by name: Opus and uncompressed samples, and what a program adds. Thread-safe.</summary>
public static class CodecRegistry
{
    private static readonly Lock Adding = new();
    private static ICodecFactory[] _factories = [new OpusPacketCodecFactory(), new PcmCodecFactory()];

    /// <summary>The factories, in the order in which they are asked.</summary>
    public static IReadOnlyList<ICodecFactory> Factories => Volatile.Read(ref _factories);

    /// <summary>All names, spelt as in SDP.</summary>
    public static IReadOnlyList<string> Names => [.. Factories.SelectMany(f => f.Names).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Registers a codec for the whole program. Of two factories that know a name, the one added later is asked.</summary>
    /// <param name="factory">Adding one that is registered already changes nothing.</param>
    public static void Add(ICodecFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        lock (Adding)
        {
            if (!_factories.Contains(factory)) Volatile.Write(ref _factories, [factory, .. _factories]);
        }
    }

    /// <summary>Describes packets of a codec.</summary>
    /// <param name="name">The codec's name, in any case.</param>
    /// <param name="format">The audio. Opus takes 8, 12, 16, 24 or 48 kHz and 1 or 2 channels; uncompressed samples take everything.</param>
    /// <param name="packetTime">How long a packet lasts; <see langword="null"/>: 20 ms. Opus takes 2.5, 5, 10, 20, 40 or 60 ms, uncompressed samples whole frames up to 120 ms.</param>
    /// <param name="parameters">More, as in SDP's <c>fmtp</c>. What is unknown is kept and ignored.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.Unsupported"/> if the codec is unknown or cannot code the format; <see cref="AudioErrorCode.InvalidArgument"/> if it has no such packets.
    /// </exception>
    public static PacketCodec Describe(string name, AudioFormat format, TimeSpan? packetTime = null, string parameters = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(parameters);
        var factory = Find(name);
        return factory.Describe(factory.Names.First(n => IsSame(n, name)), format, packetTime ?? TimeSpan.FromMilliseconds(20), parameters);
    }

    /// <summary>
    /// Makes an encoder. For Opus, <see cref="PacketCodec.Parameters"/> count more than the preset: <c>maxaveragebitrate</c>, <c>useinbandfec</c>, <c>usedtx</c> and
    /// <c>cbr</c> of RFC 7587.
    /// </summary>
    /// <param name="codec">What to make.</param>
    /// <param name="preset">How Opus encodes; <see langword="null"/>: <see cref="OpusPreset.Standard"/>.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a parameter is no number; <see cref="AudioErrorCode.LibraryMissing"/>.</exception>
    public static IPacketEncoder CreateEncoder(PacketCodec codec, OpusPreset? preset = null)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return Find(codec.Name).CreateEncoder(codec, preset);
    }

    /// <summary>Makes a decoder.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.LibraryMissing"/>.</exception>
    public static IPacketDecoder CreateDecoder(PacketCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return Find(codec.Name).CreateDecoder(codec);
    }

    private static ICodecFactory Find(string name) =>
        Factories.FirstOrDefault(f => f.Names.Any(n => IsSame(n, name)))
        ?? throw new AudioException(AudioErrorCode.Unsupported, $"codec '{name}'", "it is not known here", $"Use {string.Join(", ", Names)}");

    private static bool IsSame(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
