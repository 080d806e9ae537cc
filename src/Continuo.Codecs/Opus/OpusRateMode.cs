namespace Continuo.Codecs.Opus;

/// <summary>How closely each packet keeps to the bit rate.</summary>
public enum OpusRateMode
{
    /// <summary>As long as the signal needs; the mean is the bit rate.</summary>
    Variable,

    /// <summary>Variable, but no burst is longer than one frame at the bit rate can repay.</summary>
    Constrained,

    /// <summary>Every packet is equally long.</summary>
    Constant,
}
