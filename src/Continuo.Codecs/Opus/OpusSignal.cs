namespace Continuo.Codecs.Opus;

/// <summary>What the encoder is told about the signal.</summary>
public enum OpusSignal
{
    /// <summary>Nothing: it finds out.</summary>
    Auto = -1000,

    /// <summary>Speech.</summary>
    Voice = 3001,

    /// <summary>Music.</summary>
    Music = 3002,
}
