namespace Continuo.Codecs.Opus;

/// <summary>Signal type hint for the encoder.</summary>
internal enum OpusSignal
{
    /// <summary>The encoder detects the type.</summary>
    Auto = -1000,

    /// <summary>Speech.</summary>
    Voice = 3001,

    /// <summary>Music.</summary>
    Music = 3002,
}
