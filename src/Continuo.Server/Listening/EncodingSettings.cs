using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Encoders;

namespace Continuo.Server.Listening;

/// <summary>
/// How a stream is encoded for listeners. Listeners with equal settings share one encoder, so a client chooses among few: bit rates are
/// rounded to a step.
/// </summary>
/// <param name="BitRate">Opus bit rate in bits per second; 0 for 16-bit PCM.</param>
/// <param name="PacketMs">Packet length in ms.</param>
internal readonly record struct EncodingSettings(int BitRate, int PacketMs)
{
    /// <summary>Opus at 96 kb/s in packets of 20 ms.</summary>
    public static readonly EncodingSettings Default = new(96_000, 20);

    /// <summary>Uncompressed samples of 16 bits, in the stream's own format.</summary>
    public static readonly EncodingSettings Pcm = new(0, 20);

    private const int ManagedComplexity = 5;

    private static readonly int[] BitRates = [24_000, 32_000, 48_000, 64_000, 96_000, 128_000, 160_000, 256_000];
    private static readonly int[] PacketLengths = [10, 20, 40, 60];

    public bool IsPcm => BitRate == 0;

    /// <summary>Reads <c>bitrate</c> and <c>packet</c> of a request's query.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if one is no number, or there is no such packet
    /// length.</exception>
    public static EncodingSettings FromQuery(IQueryCollection query)
    {
        var rate = Number(query, "bitrate", Default.BitRate);
        var packet = Number(query, "packet", Default.PacketMs);
        if (!PacketLengths.Contains(packet))
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, $"packet={packet}", "there are no packets of this length",
                "Use 10, 20, 40 or 60 ms");
        }

        return new EncodingSettings(BitRates.MinBy(b => Math.Abs((long)b - rate)), packet);
    }

    /// <summary>The preset of Opus. The managed encoder takes twice the time and is asked for less.</summary>
    public OpusPreset Preset => OpusPreset.Standard with
    {
        Settings = OpusPreset.Standard.Settings with
        {
            BitRate = BitRate,
            Complexity = OpusCodec.IsManaged ? ManagedComplexity : OpusSettings.MaxComplexity,
        },
    };

    /// <summary>The encoder that all listeners with these settings share, by whatever path they listen.</summary>
    /// <exception cref="AudioException">The stream's format cannot be encoded.</exception>
    public EncoderSetting ToEncoder(AudioFormat stream) =>
        IsPcm
            ? EncoderSetting.Pcm(stream, TimeSpan.FromMilliseconds(PacketMs))
            : EncoderSetting.Opus(stream, Preset, TimeSpan.FromMilliseconds(PacketMs));

    /// <summary>A whole number of a request's query.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if it is none.</exception>
    public static int Number(IQueryCollection query, string name, int standard)
    {
        if (!query.TryGetValue(name, out var text)) return standard;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        throw new AudioException(
            AudioErrorCode.InvalidArgument, $"{name}={text}", "that is not a whole number", $"Write {name}={standard}");
    }

    public override string ToString() =>
        IsPcm ? "PCM, 16 bits" : string.Create(CultureInfo.InvariantCulture, $"opus {BitRate / 1000} kb/s, {PacketMs} ms");
}
