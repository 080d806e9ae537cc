namespace Continuo.Codecs.Opus;

/// <summary>Bit-rate mode of the encoder.</summary>
public enum OpusRateMode
{
    /// <summary>Variable: packet size follows the signal; the mean is the bit rate.</summary>
    Variable,

    /// <summary>Constrained variable: a burst is compensated within one frame at the bit rate.</summary>
    Constrained,

    /// <summary>Constant: all packets have the same size.</summary>
    Constant,
}
