using System.Globalization;
using Continuo.Audio;

namespace Continuo.Codecs.Opus;

/// <summary>
/// What may be changed between two packets of a running <see cref="OpusEncoder"/>. Immutable; every instance is valid, because impossible
/// values are refused where they are set.
/// </summary>
public sealed record OpusSettings
{
    /// <summary>The lowest bit rate, in bits per second.</summary>
    public const int MinBitRate = 6_000;

    /// <summary>The highest bit rate, in bits per second: the longest packets of 20 ms.</summary>
    public const int MaxBitRate = 510_000;

    /// <summary>The most work that an encoder can be told to do.</summary>
    public const int MaxComplexity = 10;

    /// <summary>Bits per second, 6 000…510 000, of all channels together.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if out of range; as all properties here.</exception>
    public int BitRate
    {
        get;
        init => field = Within(value, MinBitRate, MaxBitRate, "a bit rate", "bits per second");
    } = 96_000;

    /// <summary>How closely each packet keeps to the bit rate.</summary>
    public OpusRateMode RateMode
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw Unknown(value);
    } = OpusRateMode.Constrained;

    /// <summary>How much work to spend, 0…10: 10 takes about three times as long as 0.</summary>
    public int Complexity
    {
        get;
        init => field = Within(value, 0, MaxComplexity, "a complexity", "");
    } = MaxComplexity;

    /// <summary>What the signal is.</summary>
    public OpusSignal Signal
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw Unknown(value);
    } = OpusSignal.Auto;

    /// <summary>
    /// Whether each packet carries a coarse copy of the one before it. Takes effect with an <see cref="ExpectedLossPercent"/> above 0,
    /// and only in frames of
    /// 10 ms and more: music is coded without copies unless at least 9 % of loss are expected, and then less well than without.
    /// </summary>
    public bool InBandFec { get; init; }

    /// <summary>
    /// Number of packets in a hundred are expected to be lost, 0…100: more makes packets depend less on each other, and their copies
    /// finer.
    /// </summary>
    public int ExpectedLossPercent
    {
        get;
        init => field = Within(value, 0, 100, "an expected loss", "%");
    }

    /// <summary>
    /// Whether nothing is sent while there is nothing to hear, but for a packet every 400 ms. Takes effect in the speech modes.
    /// </summary>
    public bool Dtx { get; init; }

    private static int Within(int value, int min, int max, string what, string unit)
    {
        if (value >= min && value <= max) return value;
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"{what} of {value} {unit}").TrimEnd(),
            "Opus has no such setting",
            string.Create(CultureInfo.InvariantCulture, $"Use {min}…{max}"));
    }

    private static AudioException Unknown<T>(T value)
        where T : struct, Enum =>
        new(AudioErrorCode.InvalidArgument, $"{typeof(T).Name} {value}", "there is no such value", $"Use {string.Join(", ", Enum.GetNames<T>())}");
}
