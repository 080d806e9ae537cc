using Continuo.Diagnostics;

namespace Continuo.Audio;

/// <summary>Amplitude ratios in decibels and back: 20·log₁₀. Thread-safe; real-time-safe.</summary>
public static class Decibels
{
    /// <summary>Converts decibels to a linear gain; 0 for −∞.</summary>
    [RealTime]
    public static float ToGain(double db) => (float)Math.Pow(10, db / 20);

    /// <summary>Converts the magnitude of a linear gain to decibels; −∞ for 0.</summary>
    [RealTime]
    public static double FromGain(double gain) => 20 * Math.Log10(Math.Abs(gain));

    /// <summary>Converts a power ratio to decibels: 10·log₁₀; −∞ for 0.</summary>
    [RealTime]
    public static double FromPower(double power) => 10 * Math.Log10(power);
}
