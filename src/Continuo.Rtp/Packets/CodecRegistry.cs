using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.Rtp.Packets;

/// <summary>The packet codecs, by name: Opus, uncompressed PCM, and registered factories. Thread-safe.</summary>
public static class CodecRegistry
{
    private static readonly Lock Adding = new();
    private static ICodecFactory[] _factories = [new OpusPacketCodecFactory(), new PcmCodecFactory()];

    /// <summary>The factories; the first that has a codec is used.</summary>
    public static IReadOnlyList<ICodecFactory> Factories => Volatile.Read(ref _factories);

    /// <summary>All codec names, spelled as in SDP.</summary>
    public static IReadOnlyList<string> Names => [.. Factories.SelectMany(f => f.Names).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Registers a codec factory for the process. A factory added later takes precedence for the same name.</summary>
    /// <param name="factory">The factory. Adding it twice has no effect.</param>
    public static void Add(ICodecFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        lock (Adding)
        {
            if (!_factories.Contains(factory)) Volatile.Write(ref _factories, [factory, .. _factories]);
        }
    }

    /// <summary>Creates the description of a codec with its packet length.</summary>
    /// <param name="name">The codec's name, in any case.</param>
    /// <param name="format">Audio format. Opus supports 8, 12, 16, 24 or 48 kHz and 1 or 2 channels; PCM supports any format.</param>
    /// <param name="packetTime">
    /// Packet length; <see langword="null"/> for 20 ms. Opus supports 2.5, 5, 10, 20, 40 or 60 ms, PCM any whole number of frames up to 120
    /// ms.
    /// </param>
    /// <param name="parameters">Parameters as in SDP's <c>fmtp</c>. Unknown ones are kept and ignored.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/> if the codec is unknown or does not support the format;
    /// <see cref="AudioErrorCode.InvalidArgument"/> if it does not support the packet length.
    /// </exception>
    public static PacketCodec Describe(string name, AudioFormat format, TimeSpan? packetTime = null, string parameters = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(parameters);
        var factory = Find(name);
        return factory.Describe(factory.Names.First(n => IsSame(n, name)), format, packetTime ?? TimeSpan.FromMilliseconds(20), parameters);
    }

    /// <summary>
    /// Creates an encoder. For Opus, <see cref="PacketCodec.Parameters"/> override the preset: <c>maxaveragebitrate</c>,
    /// <c>useinbandfec</c>, <c>usedtx</c> and <c>cbr</c> of RFC 7587.
    /// </summary>
    /// <param name="codec">The codec.</param>
    /// <param name="preset">Preset for Opus; <see langword="null"/> for <see cref="OpusPreset.Standard"/>.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InvalidArgument"/> if a parameter is not a number; <see cref="AudioErrorCode.LibraryMissing"/>.
    /// </exception>
    public static IPacketEncoder CreateEncoder(PacketCodec codec, OpusPreset? preset = null)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return Find(codec.Name).CreateEncoder(codec, preset);
    }

    /// <summary>Creates a decoder.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.LibraryMissing"/>.</exception>
    public static IPacketDecoder CreateDecoder(PacketCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return Find(codec.Name).CreateDecoder(codec);
    }

    private static ICodecFactory Find(string name) =>
        Factories.FirstOrDefault(f => f.Names.Any(n => IsSame(n, name)))
        ?? throw new AudioException(AudioErrorCode.Unsupported, $"codec '{name}'", "it is not registered",
            $"Use {string.Join(", ", Names)}");

    private static bool IsSame(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
