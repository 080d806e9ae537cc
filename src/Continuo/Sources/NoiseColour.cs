namespace Continuo.Sources;

/// <summary>Power spectrum of noise.</summary>
internal enum NoiseColour
{
    /// <summary>Equal power per hertz.</summary>
    White,

    /// <summary>Equal power per octave, from 10 Hz up: −3 dB per octave.</summary>
    Pink,
}
