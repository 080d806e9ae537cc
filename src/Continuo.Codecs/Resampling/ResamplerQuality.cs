namespace Continuo.Codecs.Resampling;

/// <summary>
/// Quality of a <see cref="Resampler"/>, from the recipes of libsoxr. Linear phase, 0 dB up to 0.91 of the lower Nyquist frequency.
/// </summary>
public enum ResamplerQuality
{
    /// <summary>20 bits, single precision: half the CPU time, THD+N about −134 dB.</summary>
    High,

    /// <summary>28 bits, double precision: THD+N about −150 dB, limited by rounding to float.</summary>
    VeryHigh,
}
