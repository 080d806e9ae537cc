using Continuo.Diagnostics;

namespace Continuo.Audio;

/// <summary>Amplitude ratios in decibels and back: 20·log₁₀. Thread-safe; real-time-safe.</summary>
public static class Decibels
{
    /// <summary>The factor that <paramref name="db"/> decibels stand for; 0 for −∞.</summary>
    [RealTime]
    public static float ToGain(double db) => (float)Math.Pow(10, db / 20);

    /// <summary>The decibels that the factor <paramref name="gain"/> stands for, without its sign; −∞ for 0.</summary>
    [RealTime]
    public static double FromGain(double gain) => 20 * Math.Log10(Math.Abs(gain));

    /// <summary>The decibels of a ratio of powers or mean squares: 10·log₁₀; −∞ for 0.</summary>
    [RealTime]
    public static double FromPower(double power) => 10 * Math.Log10(power);
}
