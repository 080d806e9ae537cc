using System.Globalization;
using Continuo.Audio;

namespace Continuo.Codecs.Opus;

/// <summary>
/// Settings of an <see cref="OpusEncoder"/> that may change between packets. Immutable. Setting an invalid value throws, so every
/// instance is valid.
/// </summary>
public sealed record OpusSettings
{
    /// <summary>Minimum bit rate, in bits per second.</summary>
    public const int MinBitRate = 6_000;

    /// <summary>Maximum bit rate, in bits per second, given by the maximum size of 20 ms packets.</summary>
    public const int MaxBitRate = 510_000;

    /// <summary>Maximum of <see cref="Complexity"/>.</summary>
    public const int MaxComplexity = 10;

    /// <summary>Total bit rate of all channels in bits per second, 6 000…510 000.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if out of range. Applies to all properties of this
    /// type.</exception>
    public int BitRate
    {
        get;
        init => field = Within(value, MinBitRate, MaxBitRate, "a bit rate", "bits per second");
    } = 96_000;

    /// <summary>Bit-rate mode.</summary>
    public OpusRateMode RateMode
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw Unknown(value);
    } = OpusRateMode.Constrained;

    /// <summary>Encoder complexity, 0…10. 10 takes about three times as much CPU time as 0.</summary>
    public int Complexity
    {
        get;
        init => field = Within(value, 0, MaxComplexity, "a complexity", "");
    } = MaxComplexity;

    /// <summary>Type of signal.</summary>
    internal OpusSignal Signal
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw Unknown(value);
    } = OpusSignal.Auto;

    /// <summary>
    /// Whether each packet carries a low-quality copy of the previous one (in-band FEC). Requires <see cref="ExpectedLossPercent"/> above
    /// 0 and packets of 10 ms or more. For music, copies are added only if at least 9 % loss is expected, and they reduce the quality.
    /// </summary>
    public bool InBandFec { get; init; }

    /// <summary>
    /// Expected packet loss in percent, 0…100. Higher values make packets less dependent on each other and improve the FEC copies.
    /// </summary>
    public int ExpectedLossPercent
    {
        get;
        init => field = Within(value, 0, 100, "an expected loss", "%");
    }

    /// <summary>
    /// Whether to use discontinuous transmission: during silence, only one packet is sent every 400 ms. Applies to the speech modes only.
    /// </summary>
    public bool Dtx { get; init; }

    /// <summary>Whether stereo is mixed down and encoded as mono, which takes about half the processor time.</summary>
    public bool IsMono { get; init; }

    private static int Within(int value, int min, int max, string what, string unit)
    {
        if (value >= min && value <= max) return value;
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"{what} of {value} {unit}").TrimEnd(),
            "outside the range that Opus supports",
            string.Create(CultureInfo.InvariantCulture, $"Use {min}…{max}"));
    }

    private static AudioException Unknown<T>(T value)
        where T : struct, Enum =>
        new(AudioErrorCode.InvalidArgument, $"{typeof(T).Name} {value}", "there is no such value",
            $"Use {string.Join(", ", Enum.GetNames<T>())}");
}
