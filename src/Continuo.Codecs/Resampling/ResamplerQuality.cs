namespace Continuo.Codecs.Resampling;

/// <summary>How exactly a <see cref="Resampler"/> computes: the recipes of libsoxr that are worth choosing between. Linear phase, 0 dB up to 0.91 of the lower Nyquist frequency.</summary>
public enum ResamplerQuality
{
    /// <summary>20 bits, in single precision: half the work, THD+N about −134 dB.</summary>
    High,

    /// <summary>28 bits, in double precision: what remains is the rounding to float, about −150 dB.</summary>
    VeryHigh,
}
